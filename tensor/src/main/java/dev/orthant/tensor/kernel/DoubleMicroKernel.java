package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.DoublePanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.DoublePanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.DoubleVector;

/// The inner loop of the float64 matrix product: a tile of C, a few rows high and three vectors wide, kept in registers
/// while the depth goes by.
///
///     tile[i, j] = Σₗ a[l, i] b[l, j],  l = 0, 1, …, depth − 1 in this order, each step one fused operation
///
/// Three vectors share each broadcast of a number of A, where the kernel in float32 ([MicroKernel]) has two: processors
/// that begin four operations in a cycle have room for few but the fused ones. Only one of the two heights runs in a JVM,
/// the one that its vector registers hold.
final class DoubleMicroKernel {
    private DoubleMicroKernel() {}

    /// @param a    packed panel of A: `TILE_ROWS` numbers per step, from `aFrom`
    /// @param b    packed panel of B: `TILE_COLUMNS` numbers per step, from `bFrom`
    /// @param tile overwritten, row-major
    static void run(int depth, double[] a, int aFrom, double[] b, int bFrom, double[] tile) {
        if (TILE_ROWS == 7) {
            sevenRows(depth, a, aFrom, b, bFrom, tile);
        } else {
            fourRows(depth, a, aFrom, b, bFrom, tile);
        }
    }

    /// 21 sums; needs 32 vector registers.
    private static void sevenRows(int depth, double[] a, int aFrom, double[] b, int bFrom, double[] tile) {
        DoubleVector zero = DoubleVector.zero(Species.DOUBLE);
        DoubleVector left0 = zero;
        DoubleVector middle0 = zero;
        DoubleVector right0 = zero;
        DoubleVector left1 = zero;
        DoubleVector middle1 = zero;
        DoubleVector right1 = zero;
        DoubleVector left2 = zero;
        DoubleVector middle2 = zero;
        DoubleVector right2 = zero;
        DoubleVector left3 = zero;
        DoubleVector middle3 = zero;
        DoubleVector right3 = zero;
        DoubleVector left4 = zero;
        DoubleVector middle4 = zero;
        DoubleVector right4 = zero;
        DoubleVector left5 = zero;
        DoubleVector middle5 = zero;
        DoubleVector right5 = zero;
        DoubleVector left6 = zero;
        DoubleVector middle6 = zero;
        DoubleVector right6 = zero;
        for (int step = 0; step < depth; step++) {
            int at = aFrom + step * 7;
            int column = bFrom + step * TILE_COLUMNS;
            DoubleVector leftColumns = load(b, column);
            DoubleVector middleColumns = load(b, column + DOUBLE_LANES);
            DoubleVector rightColumns = load(b, column + 2 * DOUBLE_LANES);
            DoubleVector factor0 = broadcast(a[at]);
            left0 = factor0.fma(leftColumns, left0);
            middle0 = factor0.fma(middleColumns, middle0);
            right0 = factor0.fma(rightColumns, right0);
            DoubleVector factor1 = broadcast(a[at + 1]);
            left1 = factor1.fma(leftColumns, left1);
            middle1 = factor1.fma(middleColumns, middle1);
            right1 = factor1.fma(rightColumns, right1);
            DoubleVector factor2 = broadcast(a[at + 2]);
            left2 = factor2.fma(leftColumns, left2);
            middle2 = factor2.fma(middleColumns, middle2);
            right2 = factor2.fma(rightColumns, right2);
            DoubleVector factor3 = broadcast(a[at + 3]);
            left3 = factor3.fma(leftColumns, left3);
            middle3 = factor3.fma(middleColumns, middle3);
            right3 = factor3.fma(rightColumns, right3);
            DoubleVector factor4 = broadcast(a[at + 4]);
            left4 = factor4.fma(leftColumns, left4);
            middle4 = factor4.fma(middleColumns, middle4);
            right4 = factor4.fma(rightColumns, right4);
            DoubleVector factor5 = broadcast(a[at + 5]);
            left5 = factor5.fma(leftColumns, left5);
            middle5 = factor5.fma(middleColumns, middle5);
            right5 = factor5.fma(rightColumns, right5);
            DoubleVector factor6 = broadcast(a[at + 6]);
            left6 = factor6.fma(leftColumns, left6);
            middle6 = factor6.fma(middleColumns, middle6);
            right6 = factor6.fma(rightColumns, right6);
        }
        store(left0, middle0, right0, tile, 0);
        store(left1, middle1, right1, tile, 1);
        store(left2, middle2, right2, tile, 2);
        store(left3, middle3, right3, tile, 3);
        store(left4, middle4, right4, tile, 4);
        store(left5, middle5, right5, tile, 5);
        store(left6, middle6, right6, tile, 6);
    }

    /// 12 sums, which fit into 16 vector registers.
    private static void fourRows(int depth, double[] a, int aFrom, double[] b, int bFrom, double[] tile) {
        DoubleVector zero = DoubleVector.zero(Species.DOUBLE);
        DoubleVector left0 = zero;
        DoubleVector middle0 = zero;
        DoubleVector right0 = zero;
        DoubleVector left1 = zero;
        DoubleVector middle1 = zero;
        DoubleVector right1 = zero;
        DoubleVector left2 = zero;
        DoubleVector middle2 = zero;
        DoubleVector right2 = zero;
        DoubleVector left3 = zero;
        DoubleVector middle3 = zero;
        DoubleVector right3 = zero;
        for (int step = 0; step < depth; step++) {
            int at = aFrom + step * 4;
            int column = bFrom + step * TILE_COLUMNS;
            DoubleVector leftColumns = load(b, column);
            DoubleVector middleColumns = load(b, column + DOUBLE_LANES);
            DoubleVector rightColumns = load(b, column + 2 * DOUBLE_LANES);
            DoubleVector factor0 = broadcast(a[at]);
            left0 = factor0.fma(leftColumns, left0);
            middle0 = factor0.fma(middleColumns, middle0);
            right0 = factor0.fma(rightColumns, right0);
            DoubleVector factor1 = broadcast(a[at + 1]);
            left1 = factor1.fma(leftColumns, left1);
            middle1 = factor1.fma(middleColumns, middle1);
            right1 = factor1.fma(rightColumns, right1);
            DoubleVector factor2 = broadcast(a[at + 2]);
            left2 = factor2.fma(leftColumns, left2);
            middle2 = factor2.fma(middleColumns, middle2);
            right2 = factor2.fma(rightColumns, right2);
            DoubleVector factor3 = broadcast(a[at + 3]);
            left3 = factor3.fma(leftColumns, left3);
            middle3 = factor3.fma(middleColumns, middle3);
            right3 = factor3.fma(rightColumns, right3);
        }
        store(left0, middle0, right0, tile, 0);
        store(left1, middle1, right1, tile, 1);
        store(left2, middle2, right2, tile, 2);
        store(left3, middle3, right3, tile, 3);
    }

    private static void store(DoubleVector left, DoubleVector middle, DoubleVector right, double[] tile, int row) {
        left.intoArray(tile, row * TILE_COLUMNS);
        middle.intoArray(tile, row * TILE_COLUMNS + DOUBLE_LANES);
        right.intoArray(tile, row * TILE_COLUMNS + 2 * DOUBLE_LANES);
    }
}
