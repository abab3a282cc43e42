package dev.orthant.layers.infinite;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The kernel of a network between many examples, tile by tile: all layers are applied to one tile while it lies in the
/// cache, and the result replaces the tile's inner products. Apart from the result no second matrix of its size exists;
/// tiles run in parallel, and of a symmetric kernel only those on and above the diagonal.
///
/// ```java
/// Matrix gram = KernelTiles.nngp(network::kernel, images);
/// ```
public final class KernelTiles {
    /// A tile of 64 x 256 numbers is 128 KiB; with its NTK and temporary copies it stays in a second-level cache.
    private static final int TILE_ROWS = 64;

    private static final int TILE_COLUMNS = 256;

    private static final int SQUARE_TILE = 128;

    private KernelTiles() {}

    private record Tile(int firstRow, int lastRow, int firstColumn, int lastColumn) {}

    /// The NNGP of examples among themselves.
    ///
    /// @param network  a layer's `kernel`; may look at single elements and their moments only, as all layers of vectors do
    /// @param examples [count, …]
    /// @return         [count, count], exactly symmetric
    public static Matrix nngp(UnaryOperator<KernelBlock> network, Tensor examples) {
        return run(network, KernelBlock.ofInputs(examples, examples, false), true)
                .nngp();
    }

    /// The NNGP of one set of examples with another, [rows, columns].
    public static Matrix nngp(UnaryOperator<KernelBlock> network, Tensor rows, Tensor columns) {
        return run(network, KernelBlock.ofInputs(rows, columns, false), false).nngp();
    }

    /// NNGP and NTK of examples among themselves.
    public static KernelBlock of(UnaryOperator<KernelBlock> network, Tensor examples) {
        return run(network, KernelBlock.ofInputs(examples), true);
    }

    /// NNGP and NTK of one set of examples with another.
    public static KernelBlock of(UnaryOperator<KernelBlock> network, Tensor rows, Tensor columns) {
        return run(network, KernelBlock.ofInputs(rows, columns), false);
    }

    /// What is known of a tile once its numbers are written.
    private record Done(Moments rows, Moments columns, Features features, boolean hasNtk) {}

    /// Takes over the matrices of `inputs`.
    private static KernelBlock run(UnaryOperator<KernelBlock> network, KernelBlock inputs, boolean symmetric) {
        Matrix nngp = inputs.nngp();
        Optional<Matrix> ntk = inputs.tangent();
        List<Tile> tiles = tiles(inputs.rows(), inputs.columns(), symmetric);
        List<Done> done = Parallel.map(tiles.size(), index -> {
            Tile tile = tiles.get(index);
            KernelBlock block =
                    network.apply(inputs.part(tile.firstRow(), tile.lastRow(), tile.firstColumn(), tile.lastColumn()));
            write(nngp, block.nngp(), tile, symmetric);
            ntk.ifPresent(whole -> block.tangent().ifPresent(part -> write(whole, part, tile, symmetric)));
            return new Done(block.rowMoments(), block.columnMoments(), block.features(), block.hasNtk());
        });
        Moments rows = Moments.ofVariance(Matrix.zeros(inputs.rows(), 1));
        Moments columns = symmetric ? rows : Moments.ofVariance(Matrix.zeros(inputs.columns(), 1));
        for (int i = 0; i < tiles.size(); i++) {
            rows.set(tiles.get(i).firstRow(), done.get(i).rows());
            columns.set(tiles.get(i).firstColumn(), done.get(i).columns());
        }
        boolean hasNtk = done.getFirst().hasNtk();
        return new KernelBlock(
                nngp,
                hasNtk ? ntk : Optional.empty(),
                rows,
                columns,
                done.getFirst().features());
    }

    /// Square tiles if the kernel is symmetric: none then holds an element and its mirror image but those on the diagonal.
    private static List<Tile> tiles(int rows, int columns, boolean symmetric) {
        List<Tile> tiles = new ArrayList<>();
        int tileRows = symmetric ? SQUARE_TILE : TILE_ROWS;
        int tileColumns = symmetric ? SQUARE_TILE : TILE_COLUMNS;
        for (int row = 0; row < rows; row += tileRows) {
            for (int column = symmetric ? row : 0; column < columns; column += tileColumns) {
                tiles.add(
                        new Tile(row, Math.min(row + tileRows, rows), column, Math.min(column + tileColumns, columns)));
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
