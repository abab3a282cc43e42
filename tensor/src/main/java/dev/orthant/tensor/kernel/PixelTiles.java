package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

/// Collects pixels of the same kind into tiles and computes each tile when it is full.
final class PixelTiles {
    private final PixelTile tile;
    private final int vectors;
    private final int channels;
    private final float[] target;
    private final float[] scratch;
    private final boolean direct;
    private final int[] to;
    private int size;

    /// @param tile     all set but for the places of the pixels and the target
    /// @param vectors  of output channels, 1 or 2
    /// @param channels that exist; where they do not fill the vectors, results go by way of a scratch array
    PixelTiles(PixelTile tile, int vectors, int channels, float[] target) {
        this.tile = tile;
        this.vectors = vectors;
        this.channels = channels;
        this.target = target;
        this.scratch = ConvolutionWorkspace.tile();
        this.direct = channels == vectors * LANES;
        this.to = new int[tile.at.length];
        tile.out = direct ? target : scratch;
    }

    /// @param from index in the source of what the first tap meets
    /// @param to   index in the target
    void add(int from, int to) {
        tile.at[size] = from;
        tile.outAt[size] = direct ? to : size * vectors * LANES;
        this.to[size] = to;
        size++;
        if (size == PixelTile.pixels(vectors)) {
            compute();
        }
    }

    /// Computes the pixels that are left; empty places of the tile repeat its last pixel.
    void flush() {
        if (size == 0) {
            return;
        }
        int last = size - 1;
        for (int p = size; p < tile.at.length; p++) {
            tile.at[p] = tile.at[last];
            tile.outAt[p] = tile.outAt[last];
        }
        compute();
    }

    private void compute() {
        tile.compute(vectors);
        if (!direct) {
            for (int p = 0; p < size; p++) {
                System.arraycopy(scratch, p * vectors * LANES, target, to[p], channels);
            }
        }
        size = 0;
    }
}
