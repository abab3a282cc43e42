package dev.orthant.tensor.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/// The sum of a vector's lanes in a fixed order: the upper half is added to the lower, then the upper quarter, and so on.
///
/// The Vector API leaves the order of `reduceLanes(ADD)` open, and HotSpot uses it: interpreted code adds from the first
/// lane to the last, compiled code in halves. The same sum would then change its last bits when the JVM compiles the
/// method, in the middle of a run. Rearranging and adding are exact about their order everywhere.
final class LaneSum {
    private static final int LANES = Species.LANES;
    private static final VectorShuffle<Float> BY_8 = down(8);
    private static final VectorShuffle<Float> BY_4 = down(4);
    private static final VectorShuffle<Float> BY_2 = down(2);
    private static final VectorShuffle<Float> BY_1 = down(1);

    private LaneSum() {}

    static float of(FloatVector vector) {
        FloatVector sum = vector;
        if (LANES > 8) {
            sum = sum.add(sum.rearrange(BY_8));
        }
        if (LANES > 4) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        if (LANES > 2) {
            sum = sum.add(sum.rearrange(BY_2));
        }
        return sum.add(sum.rearrange(BY_1)).lane(0);
    }

    /// Lane i takes the number of lane i + distance, wrapped; only the lower lanes of the result are used.
    private static VectorShuffle<Float> down(int distance) {
        return VectorShuffle.fromOp(Species.FLOAT, lane -> (lane + distance) % LANES);
    }
}
