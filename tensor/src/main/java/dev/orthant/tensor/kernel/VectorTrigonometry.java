package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Exponential.ROUND;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;
import static dev.orthant.tensor.kernel.Trigonometry.C0;
import static dev.orthant.tensor.kernel.Trigonometry.C1;
import static dev.orthant.tensor.kernel.Trigonometry.C2;
import static dev.orthant.tensor.kernel.Trigonometry.C3;
import static dev.orthant.tensor.kernel.Trigonometry.HALF_PI_HIGH;
import static dev.orthant.tensor.kernel.Trigonometry.HALF_PI_LOW;
import static dev.orthant.tensor.kernel.Trigonometry.HALF_PI_MIDDLE;
import static dev.orthant.tensor.kernel.Trigonometry.LARGEST;
import static dev.orthant.tensor.kernel.Trigonometry.S0;
import static dev.orthant.tensor.kernel.Trigonometry.S1;
import static dev.orthant.tensor.kernel.Trigonometry.S2;
import static dev.orthant.tensor.kernel.Trigonometry.S3;
import static dev.orthant.tensor.kernel.Trigonometry.TWO_OVER_PI;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [Trigonometry] a vector at a time: the same operations in the same order. A vector that holds a number too large for them
/// is left to the definition.
final class VectorTrigonometry {
    private VectorTrigonometry() {}

    private static FloatVector quarterTurned(FloatVector x, int turns) {
        FloatVector shifted = x.fma(broadcast(TWO_OVER_PI), broadcast(ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(broadcast(-HALF_PI_HIGH), x);
        r = n.fma(broadcast(-HALF_PI_MIDDLE), r);
        r = n.fma(broadcast(-HALF_PI_LOW), r);
        IntVector quadrant = shifted.reinterpretAsInts().add(turns);
        // As integers, because changing a mask's type is slow.
        IntVector result = sine(r).reinterpretAsInts()
                .blend(cosine(r).reinterpretAsInts(), quadrant.and(1).compare(VectorOperators.NE, 0));
        IntVector sign = quadrant.lanewise(VectorOperators.LSHL, 30).and(Integer.MIN_VALUE);
        return result.lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }

    private static FloatVector sine(FloatVector r) {
        FloatVector square = r.mul(r);
        FloatVector series = square.fma(broadcast(S3), broadcast(S2));
        series = series.fma(square, broadcast(S1));
        series = series.fma(square, broadcast(S0));
        return series.mul(square).fma(r, r);
    }

    private static FloatVector cosine(FloatVector r) {
        FloatVector square = r.mul(r);
        FloatVector series = square.fma(broadcast(C3), broadcast(C2));
        series = series.fma(square, broadcast(C1));
        series = series.fma(square, broadcast(C0));
        return series.fma(square, broadcast(1));
    }

    private static boolean tooLarge(FloatVector x) {
        return x.abs().compare(VectorOperators.GT, LARGEST).anyTrue();
    }

    static void sin(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(a, aFrom + i);
            if (tooLarge(x)) {
                sinOneByOne(a, aFrom + i, out, outFrom + i);
            } else {
                quarterTurned(x, 0).intoArray(out, outFrom + i);
            }
        }
    }

    static void cos(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(a, aFrom + i);
            if (tooLarge(x)) {
                cosOneByOne(a, aFrom + i, out, outFrom + i);
            } else {
                quarterTurned(x, 1).intoArray(out, outFrom + i);
            }
        }
    }

    private static void sinOneByOne(float[] a, int aFrom, float[] out, int outFrom) {
        for (int i = 0; i < LANES; i++) {
            out[outFrom + i] = Trigonometry.sin(a[aFrom + i]);
        }
    }

    private static void cosOneByOne(float[] a, int aFrom, float[] out, int outFrom) {
        for (int i = 0; i < LANES; i++) {
            out[outFrom + i] = Trigonometry.cos(a[aFrom + i]);
        }
    }
}
