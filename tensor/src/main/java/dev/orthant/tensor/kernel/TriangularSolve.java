package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/// `X ← T⁻¹ X` for a triangular T with many right-hand sides.
///
/// Halves T until it is small, so that nearly all of the work is a matrix product:
///
///     [T₁₁   0 ] [X₁]   [B₁]
///     [T₂₁  T₂₂] [X₂] = [B₂]      X₁ = T₁₁⁻¹ B₁,  X₂ = T₂₂⁻¹ (B₂ − T₂₁ X₁)
///
/// Substitution proper works on copies, a few vectors of right-hand sides at a time. An upper triangle is a lower one
/// read from its end.
final class TriangularSolve {
    /// Triangles up to this size are solved by substitution; even.
    private static final int SMALL = 64;

    /// Right-hand sides that are solved side by side.
    private static final int WIDTH = 4 * DOUBLE_LANES;

    /// Below this many multiplications starting helpers costs more than they save.
    private static final long PARALLEL_WORK = 1L << 20;

    private TriangularSolve() {}

    static void lower(DoubleView triangle, DoubleView x) {
        int size = triangle.rows();
        assert size == triangle.columns() && size == x.rows();
        if (size <= SMALL) {
            substitute(triangle, x);
            return;
        }
        int half = half(size);
        lower(triangle.part(0, half, 0, half), x.rowRange(0, half));
        DoubleProduct.compute(
                -1, triangle.part(half, size, 0, half), x.rowRange(0, half), 1, x.rowRange(half, size), false);
        lower(triangle.part(half, size, half, size), x.rowRange(half, size));
    }

    static void upper(DoubleView triangle, DoubleView x) {
        int size = triangle.rows();
        assert size == triangle.columns() && size == x.rows();
        if (size <= SMALL) {
            substitute(reversed(reversed(triangle).transposed()).transposed(), reversed(x));
            return;
        }
        int half = half(size);
        upper(triangle.part(half, size, half, size), x.rowRange(half, size));
        DoubleProduct.compute(
                -1, triangle.part(0, half, half, size), x.rowRange(half, size), 1, x.rowRange(0, half), false);
        upper(triangle.part(0, half, 0, half), x.rowRange(0, half));
    }

    /// About half, in whole small triangles.
    private static int half(int size) {
        return Math.ceilDiv(Math.ceilDiv(size, SMALL), 2) * SMALL;
    }

    /// The rows from the last to the first.
    private static DoubleView reversed(DoubleView rows) {
        int last = rows.rows() == 0 ? rows.from() : rows.index(rows.rows() - 1, 0);
        return new DoubleView(rows.array(), last, rows.rows(), rows.columns(), -rows.rowStep(), rows.columnStep());
    }

    private static void substitute(DoubleView triangle, DoubleView x) {
        if (x.rows() == 0) {
            return;
        }
        int size = x.rows() + x.rows() % 2;
        DoubleWorkspace workspace = DoubleWorkspace.take();
        try {
            double[] packed = workspace.shared(size * size);
            packTriangle(triangle, size, packed);
            Parallel.Piece piece = (from, to) -> substituteColumns(size, packed, x, from, to);
            if ((long) size * size * x.columns() >= PARALLEL_WORK) {
                Parallel.forPieces(x.columns(), 2 * WIDTH, piece);
            } else {
                piece.run(0, x.columns());
            }
        } finally {
            workspace.giveBack();
        }
    }

    /// Row-major, with a row of the identity below if the size is odd: rows are solved in pairs.
    private static void packTriangle(DoubleView triangle, int size, double[] packed) {
        for (int i = 0; i < triangle.rows(); i++) {
            for (int j = 0; j <= i; j++) {
                packed[i * size + j] = triangle.at(i, j);
            }
        }
        if (size > triangle.rows()) {
            Arrays.fill(packed, (size - 1) * size, size * size - 1, 0);
            packed[size * size - 1] = 1;
        }
    }

    private static void substituteColumns(int size, double[] packed, DoubleView x, int from, int to) {
        double[] copy = DoubleWorkspace.here().own(size * WIDTH);
        DoubleView lines = x.transposed();
        for (int column = from; column < to; column += WIDTH) {
            int columns = Math.min(WIDTH, to - column);
            DoublePanels.pack(lines, column, columns, copy, 0, WIDTH);
            if (size > x.rows()) {
                Arrays.fill(copy, (size - 1) * WIDTH, size * WIDTH, 0);
            }
            for (int row = 0; row < size; row += 2) {
                solveTwoRows(packed, row, size, copy);
            }
            unpack(copy, x, column, columns);
        }
    }

    private static void unpack(double[] copy, DoubleView x, int column, int columns) {
        for (int i = 0; i < x.rows(); i++) {
            int to = x.index(i, column);
            if (x.columnStep() == 1) {
                System.arraycopy(copy, i * WIDTH, x.array(), to, columns);
            } else {
                for (int j = 0; j < columns; j++) {
                    x.array()[to + j * x.columnStep()] = copy[i * WIDTH + j];
                }
            }
        }
    }

    /// `xᵢ ← (xᵢ − Σ_{j<i} tᵢⱼ xⱼ) / tᵢᵢ` for rows i = row and row + 1 of WIDTH right-hand sides: eight sums hide the
    /// latency of the fused operations.
    private static void solveTwoRows(double[] triangle, int row, int size, double[] x) {
        int upper = row * WIDTH;
        int lower = upper + WIDTH;
        DoubleVector upper0 = load(x, upper);
        DoubleVector upper1 = load(x, upper + DOUBLE_LANES);
        DoubleVector upper2 = load(x, upper + 2 * DOUBLE_LANES);
        DoubleVector upper3 = load(x, upper + 3 * DOUBLE_LANES);
        DoubleVector lower0 = load(x, lower);
        DoubleVector lower1 = load(x, lower + DOUBLE_LANES);
        DoubleVector lower2 = load(x, lower + 2 * DOUBLE_LANES);
        DoubleVector lower3 = load(x, lower + 3 * DOUBLE_LANES);
        int at = row * size;
        for (int j = 0; j < row; j++) {
            DoubleVector upperFactor = broadcast(-triangle[at + j]);
            DoubleVector lowerFactor = broadcast(-triangle[at + size + j]);
            DoubleVector known0 = load(x, j * WIDTH);
            upper0 = known0.fma(upperFactor, upper0);
            lower0 = known0.fma(lowerFactor, lower0);
            DoubleVector known1 = load(x, j * WIDTH + DOUBLE_LANES);
            upper1 = known1.fma(upperFactor, upper1);
            lower1 = known1.fma(lowerFactor, lower1);
            DoubleVector known2 = load(x, j * WIDTH + 2 * DOUBLE_LANES);
            upper2 = known2.fma(upperFactor, upper2);
            lower2 = known2.fma(lowerFactor, lower2);
            DoubleVector known3 = load(x, j * WIDTH + 3 * DOUBLE_LANES);
            upper3 = known3.fma(upperFactor, upper3);
            lower3 = known3.fma(lowerFactor, lower3);
        }
        DoubleVector pivot = broadcast(triangle[at + row]);
        upper0 = upper0.div(pivot);
        upper1 = upper1.div(pivot);
        upper2 = upper2.div(pivot);
        upper3 = upper3.div(pivot);
        upper0.intoArray(x, upper);
        upper1.intoArray(x, upper + DOUBLE_LANES);
        upper2.intoArray(x, upper + 2 * DOUBLE_LANES);
        upper3.intoArray(x, upper + 3 * DOUBLE_LANES);
        DoubleVector factor = broadcast(-triangle[at + size + row]);
        DoubleVector last = broadcast(triangle[at + size + row + 1]);
        upper0.fma(factor, lower0).div(last).intoArray(x, lower);
        upper1.fma(factor, lower1).div(last).intoArray(x, lower + DOUBLE_LANES);
        upper2.fma(factor, lower2).div(last).intoArray(x, lower + 2 * DOUBLE_LANES);
        upper3.fma(factor, lower3).div(last).intoArray(x, lower + 3 * DOUBLE_LANES);
    }
}
