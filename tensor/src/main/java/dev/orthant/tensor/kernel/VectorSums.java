package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.DOUBLE;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.Span;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/// Sums in double precision. Each vector of float32 numbers becomes two vectors of float64 numbers; products of two
/// float32 numbers are exact there. Four running vectors hide the latency of the additions.
final class VectorSums {
    private static final VectorShuffle<Float> EXCHANGED_HALVES =
            VectorShuffle.fromOp(Species.FLOAT, lane -> lane ^ LANES / 2);

    private VectorSums() {}

    static double sum(Span a) {
        float[] array = a.array();
        DoubleVector sum0 = Species.zeros();
        DoubleVector sum1 = Species.zeros();
        DoubleVector sum2 = Species.zeros();
        DoubleVector sum3 = Species.zeros();
        int bound = a.length() - a.length() % (2 * LANES);
        for (int i = 0; i < bound; i += 2 * LANES) {
            FloatVector first = load(array, a.from() + i);
            FloatVector second = load(array, a.from() + i + LANES);
            sum0 = sum0.add(lower(first));
            sum1 = sum1.add(upper(first));
            sum2 = sum2.add(lower(second));
            sum3 = sum3.add(upper(second));
        }
        double sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (int i = bound; i < a.length(); i++) {
            sum += array[a.from() + i];
        }
        return sum;
    }

    static double dot(Span a, Span b) {
        float[] left = a.array();
        float[] right = b.array();
        DoubleVector sum0 = Species.zeros();
        DoubleVector sum1 = Species.zeros();
        DoubleVector sum2 = Species.zeros();
        DoubleVector sum3 = Species.zeros();
        int bound = a.length() - a.length() % (2 * LANES);
        for (int i = 0; i < bound; i += 2 * LANES) {
            FloatVector left0 = load(left, a.from() + i);
            FloatVector right0 = load(right, b.from() + i);
            FloatVector left1 = load(left, a.from() + i + LANES);
            FloatVector right1 = load(right, b.from() + i + LANES);
            sum0 = lower(left0).fma(lower(right0), sum0);
            sum1 = upper(left0).fma(upper(right0), sum1);
            sum2 = lower(left1).fma(lower(right1), sum2);
            sum3 = upper(left1).fma(upper(right1), sum3);
        }
        double sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (int i = bound; i < a.length(); i++) {
            sum += (double) left[a.from() + i] * right[b.from() + i];
        }
        return sum;
    }

    private static DoubleVector lower(FloatVector vector) {
        return (DoubleVector) vector.convertShape(VectorOperators.F2D, DOUBLE, 0);
    }

    /// The halves are exchanged by a constant permutation, since the conversion of part 1 is a large method, too large
    /// for C2 to inline four times.
    private static DoubleVector upper(FloatVector vector) {
        return lower(vector.rearrange(EXCHANGED_HALVES));
    }
}
