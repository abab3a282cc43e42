package dev.orthant.layers.infinite;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// [KernelTiles] for images, some pairs of images at a time: pixel covariances are much larger than the kernel that comes of them
/// and are never held for all pairs.
final class PixelTiles {
    /// Pairs of images in a tile, if their pixels leave room: each image's own covariances are computed once per tile.
    private static final int TILE = 16;

    /// Numbers of one tile's covariances: 8 MiB.
    private static final int TILE_NUMBERS = 1 << 20;

    private PixelTiles() {}

    private record Tile(int firstRow, int firstColumn, FeatureBlock block) {}

    /// @param network from the images to the features after its last layer
    /// @param columns the same tensor as `rows` if the kernel is symmetric: half the work
    static FeatureBlock of(UnaryOperator<KernelBlock> network, Tensor rows, Tensor columns, boolean withNtk) {
        boolean symmetric = rows == columns;
        PixelPairs known = known(network, rows.rows(0, 1));
        int pixels = rows.shape().axis(1) * rows.shape().axis(2);
        double numbers = known.numbers(pixels);
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
                    known);
            return new Tile(
                    row,
                    column,
                    network.apply(withNtk ? block : block.withoutNtk()).vectors());
        });
        return assembled(tiles, rowCount, columnCount, symmetric);
    }

    /// Equal places, unless the network has to know more: then it says so.
    private static PixelPairs known(UnaryOperator<KernelBlock> network, Tensor image) {
        try {
            Objects.requireNonNull(network.apply(PixelBlock.ofImages(image, image, PixelPairs.EQUAL_PLACES)));
            return PixelPairs.EQUAL_PLACES;
        } catch (NoClosedForm _) {
            return PixelPairs.ALL;
        }
    }

    private static FeatureBlock assembled(List<Tile> tiles, int rowCount, int columnCount, boolean symmetric) {
        Matrix nngp = Matrix.zeros(rowCount, columnCount);
        boolean hasNtk = tiles.getFirst().block().hasNtk();
        Optional<Matrix> ntk = hasNtk ? Optional.of(Matrix.zeros(rowCount, columnCount)) : Optional.empty();
        Moments rows = Moments.ofVariance(Matrix.zeros(rowCount, 1));
        Moments columns = Moments.ofVariance(Matrix.zeros(columnCount, 1));
        for (Tile tile : tiles) {
            FeatureBlock block = tile.block();
            write(nngp, tile, block.nngp(), symmetric);
            ntk.ifPresent(whole -> write(whole, tile, block.ntk(), symmetric));
            rows.set(tile.firstRow(), block.rowMoments());
            columns.set(tile.firstColumn(), block.columnMoments());
        }
        return new FeatureBlock(
                nngp, ntk, rows, columns, tiles.getFirst().block().features());
    }

    private static void write(Matrix whole, Tile tile, Matrix part, boolean symmetric) {
        boolean diagonal = symmetric && tile.firstRow() == tile.firstColumn();
        // a mean over pairs of pixels is summed in another order for (j, i) than for (i, j)
        Matrix block = diagonal ? part.plus(part.transpose()).scaled(0.5) : part;
        whole.setBlock(tile.firstRow(), tile.firstColumn(), block);
        if (symmetric && !diagonal) {
            whole.setBlock(tile.firstColumn(), tile.firstRow(), part.transpose());
        }
    }
}
