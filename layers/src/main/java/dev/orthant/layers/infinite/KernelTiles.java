package dev.orthant.layers.infinite;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The kernel of a network between many examples, tile by tile: the inner products of a tile are taken through all layers while
/// they lie in the cache. Apart from the result no matrix of its size exists; tiles run in parallel, and of a symmetric kernel
/// only those on and above the diagonal.
///
/// ```java
/// Layer network = Sequential.multilayerPerceptron(2, 100, 1);
/// Tensor examples = Tensor.of(Shape.of(3, 2), 1, 1, 1, -1, -1, -1);       // the first to the others: orthogonal, opposite
/// KernelTiles.nngp(network::kernel, examples).row(0);                     // → [1.0, 0.31830…
/// ```
///
/// @since 0.1.0
public final class KernelTiles {
    /// A tile of 128 x 128 numbers is 128 KiB; with its NTK and temporary copies it stays in a second-level cache.
    private static final int TILE = 128;

    private KernelTiles() {}

    private record Tile(int firstRow, int lastRow, int firstColumn, int lastColumn) {}

    /// The NNGP of examples among themselves.
    ///
    /// @param network  a layer's `kernel`; may look at single elements and their moments only, as all layers of vectors do
    /// @param examples [count, …]; images, [count, height, width, channels], if the network begins with a convolution
    /// @return         [count, count], exactly symmetric
    public static Matrix nngp(UnaryOperator<KernelBlock> network, Tensor examples) {
        return run(network, examples, examples, false).nngp();
    }

    /// {@return the NNGP of one set of examples with another, [rows, columns]}
    ///
    /// @param network what becomes of the kernel of the inputs: `network::kernel`, `layer::kernel`
    /// @param rows    `[rows, …]`
    /// @param columns `[columns, …]`, examples of the same form
    public static Matrix nngp(UnaryOperator<KernelBlock> network, Tensor rows, Tensor columns) {
        return run(network, rows, columns, false).nngp();
    }

    /// {@return NNGP and NTK of examples among themselves, both symmetric}
    ///
    /// @param network  what becomes of the kernel of the inputs: `network::kernel`, `layer::kernel`
    /// @param examples `[count, …]`
    public static FeatureBlock of(UnaryOperator<KernelBlock> network, Tensor examples) {
        return run(network, examples, examples, true);
    }

    /// {@return nNGP and NTK of one set of examples with another}
    ///
    /// @param network what becomes of the kernel of the inputs: `network::kernel`, `layer::kernel`
    /// @param rows    `[rows, …]`
    /// @param columns `[columns, …]`, examples of the same form
    public static FeatureBlock of(UnaryOperator<KernelBlock> network, Tensor rows, Tensor columns) {
        return run(network, rows, columns, true);
    }

    /// What is known of a tile once its numbers are written.
    private record Done(Moments rows, Moments columns) {}

    private static FeatureBlock run(
            UnaryOperator<KernelBlock> network, Tensor rowExamples, Tensor columnExamples, boolean withNtk) {
        if (Inputs.areImages(rowExamples)) {
            return PixelTiles.of(network, rowExamples, columnExamples, withNtk);
        }
        Inputs left = Inputs.of(rowExamples);
        Inputs right = rowExamples == columnExamples ? left : Inputs.of(columnExamples);
        boolean symmetric = rowExamples == columnExamples;
        int rowCount = left.moments().count();
        int columnCount = right.moments().count();
        KernelBlock first =
                network.apply(left.part(0, Math.min(1, rowCount), right, 0, Math.min(1, columnCount), withNtk));
        Matrix nngp = Matrix.zeros(rowCount, columnCount);
        Optional<Matrix> ntk = first.hasNtk() ? Optional.of(Matrix.zeros(rowCount, columnCount)) : Optional.empty();
        List<Tile> tiles = tiles(rowCount, columnCount, symmetric);
        List<Done> done = Parallel.map(tiles.size(), index -> {
            Tile tile = tiles.get(index);
            KernelBlock block = network.apply(
                    left.part(tile.firstRow(), tile.lastRow(), right, tile.firstColumn(), tile.lastColumn(), withNtk));
            write(nngp, block.nngp(), tile, symmetric);
            ntk.ifPresent(whole -> write(whole, block.ntk(), tile, symmetric));
            return new Done(block.rowMoments(), block.columnMoments());
        });
        Moments rows = Moments.ofVariance(Matrix.zeros(rowCount, 1));
        Moments columns = symmetric ? rows : Moments.ofVariance(Matrix.zeros(columnCount, 1));
        for (int i = 0; i < tiles.size(); i++) {
            rows.set(tiles.get(i).firstRow(), done.get(i).rows());
            columns.set(tiles.get(i).firstColumn(), done.get(i).columns());
        }
        return new FeatureBlock(nngp, ntk, rows, columns, first.features());
    }

    /// Square: none then holds an element and its mirror image but those on the diagonal.
    private static List<Tile> tiles(int rows, int columns, boolean symmetric) {
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < rows; row += TILE) {
            for (int column = symmetric ? row : 0; column < columns; column += TILE) {
                tiles.add(new Tile(row, Math.min(row + TILE, rows), column, Math.min(column + TILE, columns)));
            }
        }
        return tiles;
    }

    private static void write(Matrix whole, Matrix part, Tile tile, boolean symmetric) {
        whole.setBlock(tile.firstRow(), tile.firstColumn(), part);
        if (symmetric && tile.firstRow() != tile.firstColumn()) {
            whole.setBlock(tile.firstColumn(), tile.firstRow(), part.transpose());
        }
    }
}
