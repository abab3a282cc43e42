package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.LEFT_WIDTH;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.PackedPanels.paddedDepth;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.kernel.TileGrid.Area;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// C = left · right in four ways, chosen by the shape alone:
///
/// - few rows or columns and both operands [lines, depth]: dot products ([SkinnyProduct], of one line [LineProduct]),
///   nothing is packed;
/// - one row of A and B as [depth, lines]: [RowProduct] adds its rows up as they lie;
/// - few rows of A and B as [depth, lines]: B is read where it lies, packing would cost as much as the product itself;
/// - else both are packed into panels that fit the caches ([BlockedProduct]).
///
/// Until C2 has compiled them, [PlainProduct] serves ([WarmUp]).
///
/// Each element of C is summed over the depth in an order that depends on the shape alone, whatever the threads.
final class VectorMatrixProduct {
    /// Up to this many rows B is not packed: each of its numbers is used too few times.
    private static final int DIRECT_ROWS = 24;

    /// Steps of depth between two visits to C where B is not packed: few enough rows of B for the prefetchers.
    private static final int DIRECT_DEPTH = 16;

    /// Tiles side by side in a piece of work.
    private static final int PIECE_COLUMNS = 8;

    /// Below this many multiplications starting helpers costs more than they save.
    static final long PARALLEL_WORK = 1L << 19;

    /// Half the rows, columns and depth of the products that are rehearsed: enough for both heights of tiles.
    private static final int REHEARSED = 32;

    /// Six products of at most half a million operations: compiled 0.1 ms, uncompiled tens of milliseconds.
    private static final WarmUp WARM_UP = new WarmUp(VectorMatrixProduct::rehearse, 2_000_000);

    private VectorMatrixProduct() {}

    /// @param left  m lines
    /// @param right n lines, of the same depth
    /// @param c     [m, n], overwritten
    static void compute(Operand left, Operand right, MatrixView c) {
        if (c.rows() == 0 || c.columns() == 0) {
            return;
        }
        if (left.depth() == 0) {
            for (int i = 0; i < c.rows(); i++) {
                int from = c.from() + i * c.stride();
                Arrays.fill(c.array(), from, from + c.columns(), 0);
            }
        } else {
            compute(left, right, c, WARM_UP.isOver());
        }
    }

    /// @param warm whether the vector kernels are compiled; if not, plain loops give the same bits
    static void compute(Operand left, Operand right, MatrixView c, boolean warm) {
        if (SkinnyProduct.suits(left, right)) {
            if (warm) {
                SkinnyProduct.compute(left, right, c);
            } else {
                PlainProduct.dots(left, right, c);
            }
        } else if (RowProduct.suits(left, right)) {
            if (warm) {
                RowProduct.compute(left, right, c);
            } else {
                PlainProduct.blocked(left, right, c, left.depth(), false);
            }
        } else if (right.depthFirst() && c.rows() <= DIRECT_ROWS) {
            if (warm) {
                direct(left, right, c);
            } else {
                PlainProduct.blocked(left, right, c, DIRECT_DEPTH, true);
            }
        } else if (warm) {
            BlockedProduct.compute(left, right, c);
        } else {
            PlainProduct.blocked(left, right, c, BlockedProduct.blockDepth(left.depth()), false);
        }
    }

    /// Both heights of tiles, both ways of packing, the sums that are added, the rows and the dot products.
    private static void rehearse() {
        int depth = 2 * REHEARSED;
        float[] array = new float[depth * depth];
        MatrixView square = new MatrixView(array, 0, depth, depth, depth);
        MatrixView c = new MatrixView(new float[depth * depth], 0, depth, depth, depth);
        Parallel.alone(() -> {
            compute(new Operand(square, false), new Operand(square, false), c, true);
            compute(new Operand(square, true), new Operand(square, true), c, true);
            MatrixView few = square.rowRange(0, REHEARSED / 2);
            compute(new Operand(few, false), new Operand(square, true), c.rowRange(0, REHEARSED / 2), true);
            compute(new Operand(square.rowRange(0, 1), false), new Operand(square, true), c.rowRange(0, 1), true);
            compute(new Operand(square.rowRange(0, 1), false), new Operand(square, false), c.rowRange(0, 1), true);
            MatrixView five = square.rowRange(0, SkinnyProduct.FEW_LINES);
            compute(new Operand(five, false), new Operand(square, false), c.rowRange(0, SkinnyProduct.FEW_LINES), true);
        });
    }

    private static void direct(Operand left, Operand right, MatrixView c) {
        Workspace workspace = Workspace.take();
        try {
            int depth = left.depth();
            int panel = paddedDepth(depth) * LEFT_WIDTH;
            int tileRows = TileGrid.tileRows(c.rows());
            float[] packedLeft = workspace.left(tileRows * panel);
            for (int tileRow = 0; tileRow < tileRows; tileRow++) {
                int row = tileRow * TILE_ROWS;
                int rows = Math.min(TILE_ROWS, c.rows() - row);
                PackedPanels.pack(left, row, rows, 0, depth, packedLeft, tileRow * panel, LEFT_WIDTH);
            }
            // Columns that fill no tile are packed. An odd last step has no step of zeros behind it: it is packed too.
            int edgeColumns = c.columns() % TILE_COLUMNS;
            float[] edge = workspace.right(paddedDepth(depth) * TILE_COLUMNS);
            if (edgeColumns > 0) {
                PackedPanels.pack(right, c.columns() - edgeColumns, edgeColumns, 0, depth, edge, 0, TILE_COLUMNS);
            }
            MatrixView b = right.view();
            TileGrid grid =
                    new TileGrid(packedLeft, 0, panel, b.array(), b.from(), b.stride(), TILE_COLUMNS, edge, 0, c);
            int tileColumns = TileGrid.tileColumns(c.columns());
            forPieces(c, depth, tileColumns, PIECE_COLUMNS, (from, to) -> {
                Area area = new Area(0, tileRows, from, to);
                int even = depth & ~1;
                for (int step = 0; step < even; step += DIRECT_DEPTH) {
                    grid.compute(area, step, Math.min(DIRECT_DEPTH, even - step), step > 0);
                }
                if (even < depth) {
                    lastStep(grid, right, area, even);
                }
            });
        } finally {
            workspace.giveBack();
        }
    }

    private static void lastStep(TileGrid grid, Operand right, Area area, int step) {
        int column = area.columnFrom() * TILE_COLUMNS;
        int columns = Math.min(area.columnTo() * TILE_COLUMNS, grid.c().columns()) - column;
        int tiles = area.columnTo() - area.columnFrom();
        float[] packed = Workspace.panels(tiles * 2 * TILE_COLUMNS);
        for (int tile = 0; tile < tiles; tile++) {
            int lines = Math.min(TILE_COLUMNS, columns - tile * TILE_COLUMNS);
            int to = tile * 2 * TILE_COLUMNS;
            PackedPanels.pack(right, column + tile * TILE_COLUMNS, lines, step, 1, packed, to, TILE_COLUMNS);
        }
        MatrixView c = grid.c();
        MatrixView block = new MatrixView(c.array(), c.from() + column, c.rows(), columns, c.stride());
        int from = grid.leftFrom() + step * LEFT_WIDTH;
        int last = (tiles - 1) * 2 * TILE_COLUMNS;
        new TileGrid(
                        grid.left(),
                        from,
                        grid.leftPanel(),
                        packed,
                        0,
                        TILE_COLUMNS,
                        2 * TILE_COLUMNS,
                        packed,
                        last,
                        block)
                .compute(new Area(0, area.rowTo(), 0, tiles), 0, 2, step > 0);
    }

    /// In parallel if the product is large enough.
    static void forPieces(MatrixView c, int depth, int length, int grain, Parallel.Piece piece) {
        if ((long) c.rows() * c.columns() * depth < PARALLEL_WORK) {
            for (int from = 0; from < length; from += grain) {
                piece.run(from, Math.min(length, from + grain));
            }
        } else {
            Parallel.forPieces(length, grain, piece);
        }
    }
}
