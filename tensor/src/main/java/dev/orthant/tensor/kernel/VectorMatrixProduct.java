package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// C = left · right in four ways, chosen by the shape alone:
///
/// - few rows or columns and both operands [lines, depth]: dot products ([SkinnyProduct], of one line [LineProduct]),
///   nothing is packed;
/// - one row of A and B as [depth, lines]: [RowProduct] adds its rows up as they lie;
/// - few rows of A and B as [depth, lines]: whole rows of B are added up where they lie ([AddedProduct]);
/// - else both are packed into panels that fit the caches ([BlockedProduct]).
///
/// Until C2 has compiled them, [PlainProduct] serves ([WarmUp]).
///
/// Each element of C is summed over the depth in an order that depends on the shape alone, whatever the threads.
final class VectorMatrixProduct {
    /// Up to this many rows, and from this many columns, B is not packed: it comes from memory, and each of its numbers is used too few
    /// times. Columns behind the last whole vector are computed one by one, so there must be many others.
    private static final int FEW_ROWS = 12;

    private static final int FEW_ROWS_LEAST_COLUMNS = 256;

    /// Columns in a piece of a product of few rows: rows of B that are streams to the prefetchers.
    private static final int FEW_ROWS_COLUMNS = 1024;

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
            clear(c);
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
                PlainProduct.blocked(left, right, c, left.depth());
            }
        } else if (right.depthFirst() && c.rows() <= FEW_ROWS && c.columns() >= FEW_ROWS_LEAST_COLUMNS) {
            if (warm) {
                fewRows(left, right, c);
            } else {
                PlainProduct.blocked(left, right, c, left.depth());
            }
        } else if (warm) {
            BlockedProduct.compute(left, right, c);
        } else {
            PlainProduct.blocked(left, right, c, BlockedProduct.blockDepth(left.depth()));
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
            int few = REHEARSED / 2;
            fewRows(new Operand(square.rowRange(0, few), false), new Operand(square, true), c.rowRange(0, few));
            compute(new Operand(square.rowRange(0, 1), false), new Operand(square, true), c.rowRange(0, 1), true);
            compute(new Operand(square.rowRange(0, 1), false), new Operand(square, false), c.rowRange(0, 1), true);
            MatrixView five = square.rowRange(0, SkinnyProduct.FEW_LINES);
            compute(new Operand(five, false), new Operand(square, false), c.rowRange(0, SkinnyProduct.FEW_LINES), true);
        });
    }

    /// For each piece of columns [AddedProduct] from zero.
    private static void fewRows(Operand left, Operand right, MatrixView c) {
        Workspace workspace = Workspace.take();
        try {
            MatrixView a = left.depthFirst() ? transposed(left, workspace) : left.view();
            MatrixView b = right.view();
            forPieces(c, left.depth(), c.columns(), FEW_ROWS_COLUMNS, (from, to) -> {
                MatrixView part = new MatrixView(c.array(), c.from() + from, c.rows(), to - from, c.stride());
                clear(part);
                AddedProduct.compute(
                        a, new MatrixView(b.array(), b.from() + from, b.rows(), to - from, b.stride()), part, true);
            });
        } finally {
            workspace.giveBack();
        }
    }

    private static MatrixView transposed(Operand left, Workspace workspace) {
        float[] rows = workspace.left(left.lines() * left.depth());
        for (int l = 0; l < left.depth(); l++) {
            for (int i = 0; i < left.lines(); i++) {
                rows[i * left.depth() + l] = left.view().array()[left.index(i, l)];
            }
        }
        return new MatrixView(rows, 0, left.lines(), left.depth(), left.depth());
    }

    private static void clear(MatrixView c) {
        for (int i = 0; i < c.rows(); i++) {
            int from = c.from() + i * c.stride();
            Arrays.fill(c.array(), from, from + c.columns(), 0);
        }
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
