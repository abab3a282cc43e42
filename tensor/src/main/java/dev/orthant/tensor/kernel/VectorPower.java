package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Power.BIASED_ROUND;
import static dev.orthant.tensor.kernel.Power.BITS_OF_ONE;
import static dev.orthant.tensor.kernel.Power.BITS_OF_ROUND;
import static dev.orthant.tensor.kernel.Power.FROM_ROOT_HALF_TO_ONE;
import static dev.orthant.tensor.kernel.Power.G0;
import static dev.orthant.tensor.kernel.Power.G1;
import static dev.orthant.tensor.kernel.Power.G2;
import static dev.orthant.tensor.kernel.Power.G3;
import static dev.orthant.tensor.kernel.Power.G4;
import static dev.orthant.tensor.kernel.Power.H1;
import static dev.orthant.tensor.kernel.Power.H2;
import static dev.orthant.tensor.kernel.Power.H3;
import static dev.orthant.tensor.kernel.Power.H4;
import static dev.orthant.tensor.kernel.Power.H5;
import static dev.orthant.tensor.kernel.Power.H6;
import static dev.orthant.tensor.kernel.Power.LARGEST_LOGARITHM;
import static dev.orthant.tensor.kernel.Power.MANTISSA_BITS;
import static dev.orthant.tensor.kernel.Power.ROUND;

import dev.orthant.tensor.parallel.PerThread;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/// [Power] a vector at a time: the same operations in the same order, in passes over a buffer of float64 numbers that stays
/// in the first-level cache.
final class VectorPower {
    private static final int CHUNK = 512;
    private static final int LANES = Species.DOUBLE.length();
    private static final PerThread<double[]> BUFFER = PerThread.withInitial(() -> new double[CHUNK]);
    private static final PerThread<float[]> DERIVATIVE = PerThread.withInitial(() -> new float[CHUNK]);

    /// C2 has no masks of two lanes: with 128-bit vectors each comparison would make objects, and the definition is faster.
    private static final boolean TOO_NARROW = LANES < 4;

    /// Called from one place, which keeps C2 from compiling them together; see [Passes].
    private interface Step {
        void run(Power power, float[] a, int aFrom, double[] buffer, float[] out, int outFrom, int count);
    }

    private static final Step[] STEPS = {
        (power, a, aFrom, buffer, out, outFrom, count) -> widen(a, aFrom, buffer, count),
        (power, a, aFrom, buffer, out, outFrom, count) -> logarithms(power.exponent(), buffer, count),
        (power, a, aFrom, buffer, out, outFrom, count) -> exponentials(buffer, count),
        (power, a, aFrom, buffer, out, outFrom, count) -> narrow(power, buffer, a, aFrom, out, outFrom, count),
    };

    private VectorPower() {}

    /// out[i] = a[i]ᵖ, of any length.
    static void power(Power power, float[] a, int aFrom, float[] out, int outFrom, int length) {
        if (power.exponent() == 0) {
            Arrays.fill(out, outFrom, outFrom + length, 1);
            return;
        }
        if (TOO_NARROW) {
            for (int i = 0; i < length; i++) {
                out[outFrom + i] = power.of(a[aFrom + i]);
            }
            return;
        }
        double[] buffer = BUFFER.get();
        for (int done = 0; done < length; done += CHUNK) {
            int count = Math.min(CHUNK, length - done);
            for (Step step : STEPS) {
                step.run(power, a, aFrom + done, buffer, out, outFrom + done, count);
            }
        }
    }

    /// out[i] = upstream[i] · exponent · input[i]^(exponent − 1), of any length.
    static void gradient(
            float exponent,
            Power derivative,
            float[] upstream,
            int upstreamFrom,
            float[] input,
            int inputFrom,
            float[] out,
            int outFrom,
            int length) {
        float[] powers = DERIVATIVE.get();
        for (int done = 0; done < length; done += CHUNK) {
            int count = Math.min(CHUNK, length - done);
            power(derivative, input, inputFrom + done, powers, 0, count);
            for (int i = 0; i < count; i++) {
                out[outFrom + done + i] = upstream[upstreamFrom + done + i] * (exponent * powers[i]);
            }
        }
    }

    private static void widen(float[] a, int aFrom, double[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            buffer[i] = a[aFrom + i];
        }
    }

    /// p log₂|x|
    private static void logarithms(double exponent, double[] buffer, int count) {
        for (int i = 0; i < count; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(Species.DOUBLE, buffer, i).abs();
            LongVector bits = x.reinterpretAsLongs();
            LongVector biased = bits.add(FROM_ROOT_HALF_TO_ONE).lanewise(VectorOperators.LSHR, MANTISSA_BITS);
            DoubleVector m = bits.sub(biased.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                    .add(BITS_OF_ONE)
                    .reinterpretAsDoubles();
            DoubleVector k = biased.add(BITS_OF_ROUND).reinterpretAsDoubles().sub(BIASED_ROUND);
            DoubleVector s = m.sub(1).div(m.add(1));
            DoubleVector square = s.mul(s);
            DoubleVector series = square.fma(broadcast(G4), broadcast(G3));
            series = series.fma(square, broadcast(G2));
            series = series.fma(square, broadcast(G1));
            series = series.fma(square, broadcast(G0));
            DoubleVector logarithm = series.fma(s, k);
            x.blend(logarithm, x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
                    .blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
                    .mul(exponent)
                    .intoArray(buffer, i);
        }
    }

    private static void exponentials(double[] buffer, int count) {
        for (int i = 0; i < count; i += LANES) {
            DoubleVector y = DoubleVector.fromArray(Species.DOUBLE, buffer, i);
            y = y.blend(LARGEST_LOGARITHM, y.compare(VectorOperators.GT, LARGEST_LOGARITHM));
            y = y.blend(-LARGEST_LOGARITHM, y.compare(VectorOperators.LT, -LARGEST_LOGARITHM));
            DoubleVector shifted = y.add(ROUND);
            DoubleVector r = y.sub(shifted.sub(ROUND));
            DoubleVector series = r.fma(broadcast(H6), broadcast(H5));
            series = series.fma(r, broadcast(H4));
            series = series.fma(r, broadcast(H3));
            series = series.fma(r, broadcast(H2));
            series = series.fma(r, broadcast(H1));
            series = series.fma(r, broadcast(1));
            LongVector scale = shifted.reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .add(BITS_OF_ONE);
            series.mul(scale.reinterpretAsDoubles()).intoArray(buffer, i);
        }
    }

    private static void narrow(
            Power power, double[] buffer, float[] a, int aFrom, float[] out, int outFrom, int count) {
        if (power.odd()) {
            for (int i = 0; i < count; i++) {
                out[outFrom + i] = Math.copySign((float) buffer[i], a[aFrom + i]);
            }
        } else if (power.integer()) {
            for (int i = 0; i < count; i++) {
                out[outFrom + i] = (float) buffer[i];
            }
        } else {
            for (int i = 0; i < count; i++) {
                boolean undefined = a[aFrom + i] < 0 && a[aFrom + i] > Float.NEGATIVE_INFINITY;
                out[outFrom + i] = undefined ? Float.NaN : (float) buffer[i];
            }
        }
    }

    private static DoubleVector broadcast(double value) {
        return DoubleVector.broadcast(Species.DOUBLE, value);
    }
}
