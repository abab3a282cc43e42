package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;

/// The sum of a float64 vector's lanes in a fixed order, for the reason that [LaneSum] gives.
final class DoubleLaneSum {
    private static final VectorShuffle<Double> BY_4 = down(4);
    private static final VectorShuffle<Double> BY_2 = down(2);

    private DoubleLaneSum() {}

    static double of(DoubleVector vector) {
        DoubleVector sum = vector;
        if (DOUBLE_LANES > 4) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        if (DOUBLE_LANES > 2) {
            sum = sum.add(sum.rearrange(BY_2));
        }
        return sum.lane(0) + sum.lane(1); // rearranging two lanes of 64 bits makes objects
    }

    /// Lane i takes the number of lane i + distance, wrapped; only the lower lanes of the result are used.
    private static VectorShuffle<Double> down(int distance) {
        return VectorShuffle.fromOp(Species.DOUBLE, lane -> (lane + distance) % DOUBLE_LANES);
    }
}
