package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import jdk.incubator.vector.FloatVector;

/// C ← C + A B where A is small: whole rows of B go by, five at a time, and each is added to every row of C.
///
///     c[i, j] ← c[i, j] + a[i, 0] b[0, j] + a[i, 1] b[1, j] + …  in this order, each step one fused operation
///
/// Where B or C comes from memory this is as fast as it can come: five rows from end to end are streams that the prefetchers
/// follow, which stripes of many rows are not. Five by five (five examples is the batch that it was made for) take 25
/// operations for ten vectors read and five written, and computing is no slower than that. The API is called directly, for
/// the reason that [MicroKernel] gives. Until C2 has compiled it, [PlainProduct] serves ([WarmUp]).
final class AddedProduct {
    private static final int FIVE = 5;

    /// Rows and depth of the product that is rehearsed: enough for each of the three loops.
    private static final int REHEARSED = 2 * FIVE + 1;

    private static final int REHEARSED_COLUMNS = 4 * LANES;

    /// Some hundred vector operations: compiled some microseconds, uncompiled half a millisecond.
    private static final WarmUp WARM_UP = new WarmUp(AddedProduct::rehearse, 100_000);

    private AddedProduct() {}

    private static void rehearse() {
        MatrixView a = new MatrixView(new float[REHEARSED * REHEARSED], 0, REHEARSED, REHEARSED, REHEARSED);
        float[] zeros = new float[REHEARSED * REHEARSED_COLUMNS];
        MatrixView b = new MatrixView(zeros, 0, REHEARSED, REHEARSED_COLUMNS, REHEARSED_COLUMNS);
        MatrixView c = new MatrixView(zeros.clone(), 0, REHEARSED, REHEARSED_COLUMNS, REHEARSED_COLUMNS);
        compute(a, b, c, true);
    }

    static void compute(MatrixView a, MatrixView b, MatrixView c) {
        compute(a, b, c, WARM_UP.isOver());
    }

    /// @param warm whether the vector loops are compiled; if not, plain loops give the same bits
    static void compute(MatrixView a, MatrixView b, MatrixView c, boolean warm) {
        if (!warm) {
            PlainProduct.added(a, b, c);
            return;
        }
        int l = 0;
        for (; l + FIVE <= a.columns(); l += FIVE) {
            int i = 0;
            for (; i + FIVE <= c.rows(); i += FIVE) {
                addFiveToFive(a, i, l, b, c);
            }
            for (; i < c.rows(); i++) {
                addFive(a, i, l, b, c);
            }
        }
        for (; l < a.columns(); l++) {
            for (int i = 0; i < c.rows(); i++) {
                addOne(a.array()[a.from() + i * a.stride() + l], b, l, c, i);
            }
        }
    }

    /// Rows l to l + 4 of B, for the rows i to i + 4 of C.
    private static void addFiveToFive(MatrixView left, int i, int l, MatrixView right, MatrixView out) {
        float[] a = left.array();
        int a0 = left.from() + i * left.stride() + l;
        int a1 = a0 + left.stride();
        int a2 = a1 + left.stride();
        int a3 = a2 + left.stride();
        int a4 = a3 + left.stride();
        float[] b = right.array();
        int b0 = right.from() + l * right.stride();
        int b1 = b0 + right.stride();
        int b2 = b1 + right.stride();
        int b3 = b2 + right.stride();
        int b4 = b3 + right.stride();
        float[] c = out.array();
        int c0 = out.from() + i * out.stride();
        int c1 = c0 + out.stride();
        int c2 = c1 + out.stride();
        int c3 = c2 + out.stride();
        int c4 = c3 + out.stride();
        float a00 = a[a0];
        float a01 = a[a0 + 1];
        float a02 = a[a0 + 2];
        float a03 = a[a0 + 3];
        float a04 = a[a0 + 4];
        float a10 = a[a1];
        float a11 = a[a1 + 1];
        float a12 = a[a1 + 2];
        float a13 = a[a1 + 3];
        float a14 = a[a1 + 4];
        float a20 = a[a2];
        float a21 = a[a2 + 1];
        float a22 = a[a2 + 2];
        float a23 = a[a2 + 3];
        float a24 = a[a2 + 4];
        float a30 = a[a3];
        float a31 = a[a3 + 1];
        float a32 = a[a3 + 2];
        float a33 = a[a3 + 3];
        float a34 = a[a3 + 4];
        float a40 = a[a4];
        float a41 = a[a4 + 1];
        float a42 = a[a4 + 2];
        float a43 = a[a4 + 3];
        float a44 = a[a4 + 4];
        int bound = Species.FLOAT.loopBound(out.columns());
        for (int j = 0; j < bound; j += LANES) {
            FloatVector right0 = FloatVector.fromArray(Species.FLOAT, b, b0 + j);
            FloatVector right1 = FloatVector.fromArray(Species.FLOAT, b, b1 + j);
            FloatVector right2 = FloatVector.fromArray(Species.FLOAT, b, b2 + j);
            FloatVector right3 = FloatVector.fromArray(Species.FLOAT, b, b3 + j);
            FloatVector right4 = FloatVector.fromArray(Species.FLOAT, b, b4 + j);
            FloatVector sum = FloatVector.fromArray(Species.FLOAT, c, c0 + j);
            sum = right0.fma(FloatVector.broadcast(Species.FLOAT, a00), sum);
            sum = right1.fma(FloatVector.broadcast(Species.FLOAT, a01), sum);
            sum = right2.fma(FloatVector.broadcast(Species.FLOAT, a02), sum);
            sum = right3.fma(FloatVector.broadcast(Species.FLOAT, a03), sum);
            right4.fma(FloatVector.broadcast(Species.FLOAT, a04), sum).intoArray(c, c0 + j);
            sum = FloatVector.fromArray(Species.FLOAT, c, c1 + j);
            sum = right0.fma(FloatVector.broadcast(Species.FLOAT, a10), sum);
            sum = right1.fma(FloatVector.broadcast(Species.FLOAT, a11), sum);
            sum = right2.fma(FloatVector.broadcast(Species.FLOAT, a12), sum);
            sum = right3.fma(FloatVector.broadcast(Species.FLOAT, a13), sum);
            right4.fma(FloatVector.broadcast(Species.FLOAT, a14), sum).intoArray(c, c1 + j);
            sum = FloatVector.fromArray(Species.FLOAT, c, c2 + j);
            sum = right0.fma(FloatVector.broadcast(Species.FLOAT, a20), sum);
            sum = right1.fma(FloatVector.broadcast(Species.FLOAT, a21), sum);
            sum = right2.fma(FloatVector.broadcast(Species.FLOAT, a22), sum);
            sum = right3.fma(FloatVector.broadcast(Species.FLOAT, a23), sum);
            right4.fma(FloatVector.broadcast(Species.FLOAT, a24), sum).intoArray(c, c2 + j);
            sum = FloatVector.fromArray(Species.FLOAT, c, c3 + j);
            sum = right0.fma(FloatVector.broadcast(Species.FLOAT, a30), sum);
            sum = right1.fma(FloatVector.broadcast(Species.FLOAT, a31), sum);
            sum = right2.fma(FloatVector.broadcast(Species.FLOAT, a32), sum);
            sum = right3.fma(FloatVector.broadcast(Species.FLOAT, a33), sum);
            right4.fma(FloatVector.broadcast(Species.FLOAT, a34), sum).intoArray(c, c3 + j);
            sum = FloatVector.fromArray(Species.FLOAT, c, c4 + j);
            sum = right0.fma(FloatVector.broadcast(Species.FLOAT, a40), sum);
            sum = right1.fma(FloatVector.broadcast(Species.FLOAT, a41), sum);
            sum = right2.fma(FloatVector.broadcast(Species.FLOAT, a42), sum);
            sum = right3.fma(FloatVector.broadcast(Species.FLOAT, a43), sum);
            right4.fma(FloatVector.broadcast(Species.FLOAT, a44), sum).intoArray(c, c4 + j);
        }
        for (int row = i; row < i + FIVE; row++) {
            addRest(left, row, l, right, out, bound);
        }
    }

    /// Rows l to l + 4 of B, for row i of C.
    private static void addFive(MatrixView left, int i, int l, MatrixView right, MatrixView out) {
        float[] a = left.array();
        int aFrom = left.from() + i * left.stride() + l;
        float[] b = right.array();
        int b0 = right.from() + l * right.stride();
        int b1 = b0 + right.stride();
        int b2 = b1 + right.stride();
        int b3 = b2 + right.stride();
        int b4 = b3 + right.stride();
        float[] c = out.array();
        int cFrom = out.from() + i * out.stride();
        float factor0 = a[aFrom];
        float factor1 = a[aFrom + 1];
        float factor2 = a[aFrom + 2];
        float factor3 = a[aFrom + 3];
        float factor4 = a[aFrom + 4];
        int bound = Species.FLOAT.loopBound(out.columns());
        for (int j = 0; j < bound; j += LANES) {
            FloatVector sum = FloatVector.fromArray(Species.FLOAT, c, cFrom + j);
            sum = FloatVector.fromArray(Species.FLOAT, b, b0 + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factor0), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, b1 + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factor1), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, b2 + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factor2), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, b3 + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factor3), sum);
            FloatVector.fromArray(Species.FLOAT, b, b4 + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factor4), sum)
                    .intoArray(c, cFrom + j);
        }
        addRest(left, i, l, right, out, bound);
    }

    /// Row l of B, for row i of C.
    private static void addOne(float factor, MatrixView right, int l, MatrixView out, int i) {
        float[] b = right.array();
        int bFrom = right.from() + l * right.stride();
        float[] c = out.array();
        int cFrom = out.from() + i * out.stride();
        int bound = Species.FLOAT.loopBound(out.columns());
        for (int j = 0; j < bound; j += LANES) {
            FloatVector.fromArray(Species.FLOAT, b, bFrom + j)
                    .fma(
                            FloatVector.broadcast(Species.FLOAT, factor),
                            FloatVector.fromArray(Species.FLOAT, c, cFrom + j))
                    .intoArray(c, cFrom + j);
        }
        for (int j = bound; j < out.columns(); j++) {
            c[cFrom + j] = Math.fma(factor, b[bFrom + j], c[cFrom + j]);
        }
    }

    /// The columns behind the last whole vector, in row i of C, for rows l to l + 4 of B.
    private static void addRest(MatrixView left, int i, int l, MatrixView right, MatrixView out, int firstColumn) {
        for (int j = firstColumn; j < out.columns(); j++) {
            float sum = out.array()[out.from() + i * out.stride() + j];
            for (int row = l; row < l + FIVE; row++) {
                float factor = left.array()[left.from() + i * left.stride() + row];
                sum = Math.fma(factor, right.array()[right.from() + row * right.stride() + j], sum);
            }
            out.array()[out.from() + i * out.stride() + j] = sum;
        }
    }
}
