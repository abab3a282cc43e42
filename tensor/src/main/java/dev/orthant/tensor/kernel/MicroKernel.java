package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;

/// The inner loop of the matrix products: a tile of C, a few rows high and two vectors wide, kept in registers while
/// the depth goes by.
///
///     out[i, j] = Σₗ a[l, i] b[l, j],  l = 0, 1, …, depth − 1 in this order, each step one fused operation
///
/// Two vectors of columns share each broadcast of a number of A; with one the broadcasts would be the bottleneck. The
/// order of the sum does not depend on the height of the tile, so that an element of C has the same bits in either
/// kernel. It always starts from zero: loading the
/// tile before would make the method too large for C2, which then stops inlining and makes objects of the vectors that
/// are left (NodeCountInliningCutoff). There are two heights only, since every variant must be compiled by C2 before it is fast; both stay far
/// below the 8000 bytes of bytecode above which HotSpot never compiles a method.
final class MicroKernel {
    private MicroKernel() {}

    /// Eight rows: 16 sums, which hide the latency of two FMA units; needs 32 vector registers.
    static void eightRows(int depth, Cursor a, Cursor b, Cursor out) {
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        FloatVector left0 = zero;
        FloatVector right0 = zero;
        FloatVector left1 = zero;
        FloatVector right1 = zero;
        FloatVector left2 = zero;
        FloatVector right2 = zero;
        FloatVector left3 = zero;
        FloatVector right3 = zero;
        FloatVector left4 = zero;
        FloatVector right4 = zero;
        FloatVector left5 = zero;
        FloatVector right5 = zero;
        FloatVector left6 = zero;
        FloatVector right6 = zero;
        FloatVector left7 = zero;
        FloatVector right7 = zero;
        float[] panel = a.array;
        float[] columns = b.array;
        int stride = b.stride;
        int at = a.from;
        int column = b.from;
        for (int step = 0; step < depth; step++) {
            FloatVector leftColumns = load(columns, column);
            FloatVector rightColumns = load(columns, column + LANES);
            FloatVector factor0 = broadcast(panel[at]);
            left0 = factor0.fma(leftColumns, left0);
            right0 = factor0.fma(rightColumns, right0);
            FloatVector factor1 = broadcast(panel[at + 1]);
            left1 = factor1.fma(leftColumns, left1);
            right1 = factor1.fma(rightColumns, right1);
            FloatVector factor2 = broadcast(panel[at + 2]);
            left2 = factor2.fma(leftColumns, left2);
            right2 = factor2.fma(rightColumns, right2);
            FloatVector factor3 = broadcast(panel[at + 3]);
            left3 = factor3.fma(leftColumns, left3);
            right3 = factor3.fma(rightColumns, right3);
            FloatVector factor4 = broadcast(panel[at + 4]);
            left4 = factor4.fma(leftColumns, left4);
            right4 = factor4.fma(rightColumns, right4);
            FloatVector factor5 = broadcast(panel[at + 5]);
            left5 = factor5.fma(leftColumns, left5);
            right5 = factor5.fma(rightColumns, right5);
            FloatVector factor6 = broadcast(panel[at + 6]);
            left6 = factor6.fma(leftColumns, left6);
            right6 = factor6.fma(rightColumns, right6);
            FloatVector factor7 = broadcast(panel[at + 7]);
            left7 = factor7.fma(leftColumns, left7);
            right7 = factor7.fma(rightColumns, right7);
            at += PackedPanels.LEFT_WIDTH;
            column += stride;
        }
        store(left0, right0, out, 0);
        store(left1, right1, out, 1);
        store(left2, right2, out, 2);
        store(left3, right3, out, 3);
        store(left4, right4, out, 4);
        store(left5, right5, out, 5);
        store(left6, right6, out, 6);
        store(left7, right7, out, 7);
    }

    /// Six rows: 12 sums, which fit into 16 vector registers.
    static void sixRows(int depth, Cursor a, Cursor b, Cursor out) {
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        FloatVector left0 = zero;
        FloatVector right0 = zero;
        FloatVector left1 = zero;
        FloatVector right1 = zero;
        FloatVector left2 = zero;
        FloatVector right2 = zero;
        FloatVector left3 = zero;
        FloatVector right3 = zero;
        FloatVector left4 = zero;
        FloatVector right4 = zero;
        FloatVector left5 = zero;
        FloatVector right5 = zero;
        float[] panel = a.array;
        float[] columns = b.array;
        int stride = b.stride;
        int at = a.from;
        int column = b.from;
        for (int step = 0; step < depth; step++) {
            FloatVector leftColumns = load(columns, column);
            FloatVector rightColumns = load(columns, column + LANES);
            FloatVector factor0 = broadcast(panel[at]);
            left0 = factor0.fma(leftColumns, left0);
            right0 = factor0.fma(rightColumns, right0);
            FloatVector factor1 = broadcast(panel[at + 1]);
            left1 = factor1.fma(leftColumns, left1);
            right1 = factor1.fma(rightColumns, right1);
            FloatVector factor2 = broadcast(panel[at + 2]);
            left2 = factor2.fma(leftColumns, left2);
            right2 = factor2.fma(rightColumns, right2);
            FloatVector factor3 = broadcast(panel[at + 3]);
            left3 = factor3.fma(leftColumns, left3);
            right3 = factor3.fma(rightColumns, right3);
            FloatVector factor4 = broadcast(panel[at + 4]);
            left4 = factor4.fma(leftColumns, left4);
            right4 = factor4.fma(rightColumns, right4);
            FloatVector factor5 = broadcast(panel[at + 5]);
            left5 = factor5.fma(leftColumns, left5);
            right5 = factor5.fma(rightColumns, right5);
            at += PackedPanels.LEFT_WIDTH;
            column += stride;
        }
        store(left0, right0, out, 0);
        store(left1, right1, out, 1);
        store(left2, right2, out, 2);
        store(left3, right3, out, 3);
        store(left4, right4, out, 4);
        store(left5, right5, out, 5);
    }

    private static void store(FloatVector left, FloatVector right, Cursor out, int row) {
        int at = out.row(row);
        left.intoArray(out.array, at);
        right.intoArray(out.array, at + LANES);
    }
}
