package dev.orthant.layers.infinite;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The kernel of a convolutional network between many images, some pairs of images at a time: pixel covariances are much
/// larger than the kernel that comes of them and are never held for all pairs.
///
/// ```java
/// KernelBlock kernel = PixelTiles.of(
///         pixels -> pixels.convolved(3, 1, PixelGrid.Padding.ZERO, 2, 0).through(relu).flatten().affine(1, 0),
///         images, images, false);
/// ```
public final class PixelTiles {
    /// Pairs of images in a tile, if their pixels leave room: each image's own covariances are computed once per tile.
    private static final int TILE = 16;

    /// Numbers of one tile's covariances: 32 MiB.
    private static final int TILE_NUMBERS = 1 << 22;

    private PixelTiles() {}

    private record Tile(int firstRow, int firstColumn, KernelBlock block) {}

    /// NNGP and NTK.
    ///
    /// @param network  from the pixels to the features after its last layer
    /// @param rows     images, [count, height, width, channels]
    /// @param columns  images; the same tensor as `rows` if the kernel is symmetric: half the work
    /// @param allPairs whether pairs of different places are needed: for pooling
    public static KernelBlock of(
            Function<PixelBlock, KernelBlock> network, Tensor rows, Tensor columns, boolean allPairs) {
        boolean symmetric = rows == columns;
        long pixels = (long) rows.shape().axis(1) * rows.shape().axis(2);
        double numbers = allPairs ? (double) pixels * pixels : pixels;
        int side = Math.clamp((int) Math.sqrt(TILE_NUMBERS / numbers), 1, TILE);
        int rowCount = rows.shape().axis(0);
        int columnCount = columns.shape().axis(0);
        List<int[]> corners = new ArrayList<>();
        for (int i = 0; i < rowCount; i += side) {
            for (int j = symmetric ? i : 0; j < columnCount; j += side) {
                corners.add(new int[] {i, j});
            }
        }
        List<Tile> tiles = Parallel.map(corners.size(), index -> {
            int row = corners.get(index)[0];
            int column = corners.get(index)[1];
            PixelBlock block = PixelBlock.ofImages(
                    rows.rows(row, Math.min(row + side, rowCount)),
                    columns.rows(column, Math.min(column + side, columnCount)),
                    allPairs);
            return new Tile(row, column, network.apply(block));
        });
        return assembled(tiles, rowCount, columnCount, symmetric);
    }

    private static KernelBlock assembled(List<Tile> tiles, int rowCount, int columnCount, boolean symmetric) {
        Matrix nngp = Matrix.zeros(rowCount, columnCount);
        Matrix ntk = Matrix.zeros(rowCount, columnCount);
        Moments rows = Moments.ofVariance(Matrix.zeros(rowCount, 1));
        Moments columns = Moments.ofVariance(Matrix.zeros(columnCount, 1));
        for (Tile tile : tiles) {
            KernelBlock block = tile.block();
            nngp.setBlock(tile.firstRow(), tile.firstColumn(), block.nngp());
            ntk.setBlock(tile.firstRow(), tile.firstColumn(), block.ntk());
            rows.set(tile.firstRow(), block.rowMoments());
            columns.set(tile.firstColumn(), block.columnMoments());
            if (symmetric && tile.firstRow() != tile.firstColumn()) {
                nngp.setBlock(tile.firstColumn(), tile.firstRow(), block.nngp().transpose());
                ntk.setBlock(tile.firstColumn(), tile.firstRow(), block.ntk().transpose());
            }
        }
        return new KernelBlock(
                nngp, Optional.of(ntk), rows, columns, tiles.getFirst().block().features());
    }
}
