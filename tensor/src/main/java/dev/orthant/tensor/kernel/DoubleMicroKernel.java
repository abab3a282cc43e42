package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.DoublePanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.DoubleVector;

/// The inner loop of the float64 matrix product, as [MicroKernel] in float32: a tile of C, a few rows high and two vectors
/// wide, kept in registers while the depth goes by.
///
///     tile[i, j] = Σₗ a[l, i] b[l, j],  l = 0, 1, …, depth − 1 in this order, each step one fused operation
///
/// Only one of the two heights runs in a JVM: the one that its vector registers hold.
final class DoubleMicroKernel {
    private DoubleMicroKernel() {}

    /// @param a    packed panel of A: `TILE_ROWS` numbers per step, from `aFrom`
    /// @param b    packed panel of B: two vectors per step, from `bFrom`
    /// @param tile overwritten, row-major
    static void run(int depth, double[] a, int aFrom, double[] b, int bFrom, double[] tile) {
        if (TILE_ROWS == 8) {
            eightRows(depth, a, aFrom, b, bFrom, tile);
        } else {
            sixRows(depth, a, aFrom, b, bFrom, tile);
        }
    }

    private static void eightRows(int depth, double[] a, int aFrom, double[] b, int bFrom, double[] tile) {
        DoubleVector zero = DoubleVector.zero(Species.DOUBLE);
        DoubleVector left0 = zero;
        DoubleVector right0 = zero;
        DoubleVector left1 = zero;
        DoubleVector right1 = zero;
        DoubleVector left2 = zero;
        DoubleVector right2 = zero;
        DoubleVector left3 = zero;
        DoubleVector right3 = zero;
        DoubleVector left4 = zero;
        DoubleVector right4 = zero;
        DoubleVector left5 = zero;
        DoubleVector right5 = zero;
        DoubleVector left6 = zero;
        DoubleVector right6 = zero;
        DoubleVector left7 = zero;
        DoubleVector right7 = zero;
        int at = aFrom;
        int column = bFrom;
        for (int step = 0; step < depth; step++) {
            DoubleVector leftColumns = load(b, column);
            DoubleVector rightColumns = load(b, column + DOUBLE_LANES);
            DoubleVector factor0 = broadcast(a[at]);
            left0 = factor0.fma(leftColumns, left0);
            right0 = factor0.fma(rightColumns, right0);
            DoubleVector factor1 = broadcast(a[at + 1]);
            left1 = factor1.fma(leftColumns, left1);
            right1 = factor1.fma(rightColumns, right1);
            DoubleVector factor2 = broadcast(a[at + 2]);
            left2 = factor2.fma(leftColumns, left2);
            right2 = factor2.fma(rightColumns, right2);
            DoubleVector factor3 = broadcast(a[at + 3]);
            left3 = factor3.fma(leftColumns, left3);
            right3 = factor3.fma(rightColumns, right3);
            DoubleVector factor4 = broadcast(a[at + 4]);
            left4 = factor4.fma(leftColumns, left4);
            right4 = factor4.fma(rightColumns, right4);
            DoubleVector factor5 = broadcast(a[at + 5]);
            left5 = factor5.fma(leftColumns, left5);
            right5 = factor5.fma(rightColumns, right5);
            DoubleVector factor6 = broadcast(a[at + 6]);
            left6 = factor6.fma(leftColumns, left6);
            right6 = factor6.fma(rightColumns, right6);
            DoubleVector factor7 = broadcast(a[at + 7]);
            left7 = factor7.fma(leftColumns, left7);
            right7 = factor7.fma(rightColumns, right7);
            at += 8;
            column += 2 * DOUBLE_LANES;
        }
        store(left0, right0, tile, 0);
        store(left1, right1, tile, 1);
        store(left2, right2, tile, 2);
        store(left3, right3, tile, 3);
        store(left4, right4, tile, 4);
        store(left5, right5, tile, 5);
        store(left6, right6, tile, 6);
        store(left7, right7, tile, 7);
    }

    private static void sixRows(int depth, double[] a, int aFrom, double[] b, int bFrom, double[] tile) {
        DoubleVector zero = DoubleVector.zero(Species.DOUBLE);
        DoubleVector left0 = zero;
        DoubleVector right0 = zero;
        DoubleVector left1 = zero;
        DoubleVector right1 = zero;
        DoubleVector left2 = zero;
        DoubleVector right2 = zero;
        DoubleVector left3 = zero;
        DoubleVector right3 = zero;
        DoubleVector left4 = zero;
        DoubleVector right4 = zero;
        DoubleVector left5 = zero;
        DoubleVector right5 = zero;
        int at = aFrom;
        int column = bFrom;
        for (int step = 0; step < depth; step++) {
            DoubleVector leftColumns = load(b, column);
            DoubleVector rightColumns = load(b, column + DOUBLE_LANES);
            DoubleVector factor0 = broadcast(a[at]);
            left0 = factor0.fma(leftColumns, left0);
            right0 = factor0.fma(rightColumns, right0);
            DoubleVector factor1 = broadcast(a[at + 1]);
            left1 = factor1.fma(leftColumns, left1);
            right1 = factor1.fma(rightColumns, right1);
            DoubleVector factor2 = broadcast(a[at + 2]);
            left2 = factor2.fma(leftColumns, left2);
            right2 = factor2.fma(rightColumns, right2);
            DoubleVector factor3 = broadcast(a[at + 3]);
            left3 = factor3.fma(leftColumns, left3);
            right3 = factor3.fma(rightColumns, right3);
            DoubleVector factor4 = broadcast(a[at + 4]);
            left4 = factor4.fma(leftColumns, left4);
            right4 = factor4.fma(rightColumns, right4);
            DoubleVector factor5 = broadcast(a[at + 5]);
            left5 = factor5.fma(leftColumns, left5);
            right5 = factor5.fma(rightColumns, right5);
            at += 6;
            column += 2 * DOUBLE_LANES;
        }
        store(left0, right0, tile, 0);
        store(left1, right1, tile, 1);
        store(left2, right2, tile, 2);
        store(left3, right3, tile, 3);
        store(left4, right4, tile, 4);
        store(left5, right5, tile, 5);
    }

    private static void store(DoubleVector left, DoubleVector right, double[] tile, int row) {
        left.intoArray(tile, row * 2 * DOUBLE_LANES);
        right.intoArray(tile, row * 2 * DOUBLE_LANES + DOUBLE_LANES);
    }
}
