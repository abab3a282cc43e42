package dev.orthant.benchmarks.group;

import static dev.orthant.benchmarks.group.ProductSteps.SIZE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The tile of steps 3 and 4: four rows of C, two vectors wide, in registers. A class of its own, because a JVM without the
/// incubator module cannot load it.
final class ProductTile {
    private static final VectorSpecies<Float> VECTOR = FloatVector.SPECIES_PREFERRED;
    static final int LANES = VECTOR.length();

    private ProductTile() {}

    /// Adds to a tile of C if it is not the first block of depth; C is zero before.
    static void add(float[] a, int aFrom, float[] b, int bFrom, int bStride, int depth, float[] c, int cFrom) {
        FloatVector left0 = FloatVector.zero(VECTOR);
        FloatVector right0 = FloatVector.zero(VECTOR);
        FloatVector left1 = FloatVector.zero(VECTOR);
        FloatVector right1 = FloatVector.zero(VECTOR);
        FloatVector left2 = FloatVector.zero(VECTOR);
        FloatVector right2 = FloatVector.zero(VECTOR);
        FloatVector left3 = FloatVector.zero(VECTOR);
        FloatVector right3 = FloatVector.zero(VECTOR);
        for (int l = 0; l < depth; l++) {
            FloatVector left = FloatVector.fromArray(VECTOR, b, bFrom + l * bStride);
            FloatVector right = FloatVector.fromArray(VECTOR, b, bFrom + l * bStride + LANES);
            FloatVector factor0 = FloatVector.broadcast(VECTOR, a[aFrom + l]);
            left0 = factor0.fma(left, left0);
            right0 = factor0.fma(right, right0);
            FloatVector factor1 = FloatVector.broadcast(VECTOR, a[aFrom + SIZE + l]);
            left1 = factor1.fma(left, left1);
            right1 = factor1.fma(right, right1);
            FloatVector factor2 = FloatVector.broadcast(VECTOR, a[aFrom + 2 * SIZE + l]);
            left2 = factor2.fma(left, left2);
            right2 = factor2.fma(right, right2);
            FloatVector factor3 = FloatVector.broadcast(VECTOR, a[aFrom + 3 * SIZE + l]);
            left3 = factor3.fma(left, left3);
            right3 = factor3.fma(right, right3);
        }
        boolean first = bStride == SIZE;
        store(left0, right0, c, cFrom, first);
        store(left1, right1, c, cFrom + SIZE, first);
        store(left2, right2, c, cFrom + 2 * SIZE, first);
        store(left3, right3, c, cFrom + 3 * SIZE, first);
    }

    private static void store(FloatVector left, FloatVector right, float[] c, int from, boolean overwrite) {
        if (overwrite) {
            left.intoArray(c, from);
            right.intoArray(c, from + LANES);
        } else {
            left.add(FloatVector.fromArray(VECTOR, c, from)).intoArray(c, from);
            right.add(FloatVector.fromArray(VECTOR, c, from + LANES)).intoArray(c, from + LANES);
        }
    }
}
