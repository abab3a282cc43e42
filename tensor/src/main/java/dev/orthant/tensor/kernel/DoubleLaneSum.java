package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;

/// The sum of a float64 vector's lanes in a fixed order, for the reason that [LaneSum] gives.
final class DoubleLaneSum {
    private static final VectorShuffle<Double> BY_4 = down(4);
    private static final VectorShuffle<Double> BY_2 = down(2);
    private static final VectorShuffle<Double> BY_1 = down(1);

    private DoubleLaneSum() {}

    static double of(DoubleVector vector) {
        DoubleVector sum = vector;
        if (DOUBLE_LANES > 4) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        if (DOUBLE_LANES > 2) {
            sum = sum.add(sum.rearrange(BY_2));
        }
        return sum.add(sum.rearrange(BY_1)).lane(0);
    }

    /// Lane i takes the number of lane i + distance, wrapped; only the lower lanes of the result are used.
    private static VectorShuffle<Double> down(int distance) {
        return VectorShuffle.fromOp(Species.DOUBLE, lane -> (lane + distance) % DOUBLE_LANES);
    }
}
