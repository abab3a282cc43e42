package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Exponential.BITS_OF_ONE;
import static dev.orthant.tensor.kernel.Exponential.LOG2_E;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_HIGH;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_LOW;
import static dev.orthant.tensor.kernel.Exponential.MANTISSA_BITS;
import static dev.orthant.tensor.kernel.Exponential.ROUND;
import static dev.orthant.tensor.kernel.Gelu.ONE_OVER_ROOT_2_PI;
import static dev.orthant.tensor.kernel.Gelu.P0;
import static dev.orthant.tensor.kernel.Gelu.P1;
import static dev.orthant.tensor.kernel.Gelu.P2;
import static dev.orthant.tensor.kernel.Gelu.P3;
import static dev.orthant.tensor.kernel.Gelu.P4;
import static dev.orthant.tensor.kernel.Gelu.Q1;
import static dev.orthant.tensor.kernel.Gelu.Q2;
import static dev.orthant.tensor.kernel.Gelu.Q3;
import static dev.orthant.tensor.kernel.Gelu.Q4;
import static dev.orthant.tensor.kernel.Gelu.Q5;
import static dev.orthant.tensor.kernel.Gelu.TAIL_ENDS;
import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// [Gelu] a vector at a time: the same operations in the same order.
///
/// Both loops call nothing but the Vector API, whose methods C2 inlines whatever the size of the caller. With methods of our
/// own in between it stops in the middle of so long a formula and makes an object of each vector; in three loops over a buffer
/// (`Passes`) the function takes almost twice as long. So the exponential stands here once more.
final class VectorGelu {
    private VectorGelu() {}

    static void gelu(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOAT, a, aFrom + i);
            FloatVector t = x.abs();
            t = t.blend(TAIL_ENDS, t.compare(GT, TAIL_ENDS));
            FloatVector square = t.mul(t);
            // e^(−t²/2) = 2ⁿ (1 + less), and the two factors of 2ⁿ
            FloatVector rest = t.fma(t, square.neg()).mul(-0.5f);
            FloatVector high = square.mul(-0.5f);
            FloatVector shifted = high.fma(LOG2_E, ROUND);
            FloatVector n = shifted.sub(ROUND);
            FloatVector r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_HIGH), high);
            r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_LOW), r).add(rest);
            FloatVector series = r.fma(Exponential.Q4, Exponential.Q3).lanewise(FMA, r, Exponential.Q2);
            series = series.lanewise(FMA, r, Exponential.Q1).lanewise(FMA, r, Exponential.Q0);
            FloatVector less = series.mul(r).fma(r, r);
            IntVector bits = shifted.reinterpretAsInts();
            IntVector half = bits.lanewise(ASHR, 1).lanewise(LSHL, MANTISSA_BITS);
            FloatVector first = half.add(BITS_OF_ONE).reinterpretAsFloats();
            FloatVector second = bits.lanewise(LSHL, MANTISSA_BITS)
                    .sub(half)
                    .add(BITS_OF_ONE)
                    .reinterpretAsFloats();
            FloatVector density = less.fma(t, t).mul(first).mul(second);
            // W(t)
            FloatVector evenP = square.fma(P4, P2).lanewise(FMA, square, P0);
            FloatVector oddP = square.fma(P3, P1);
            FloatVector evenQ = square.fma(Q4, Q2).lanewise(FMA, square, 1);
            FloatVector oddQ = square.fma(Q5, Q3).lanewise(FMA, square, Q1);
            FloatVector overDensity = oddP.fma(t, evenP).div(oddQ.fma(t, evenQ));
            FloatVector positive = FloatVector.broadcast(FLOAT, 0).blend(x, x.compare(GT, 0));
            positive.sub(density.mul(overDensity)).intoArray(out, outFrom + i);
        }
    }

    static void geluGradient(
            float[] upstream, int upstreamFrom, float[] input, int inputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOAT, input, inputFrom + i);
            FloatVector t = x.abs();
            t = t.blend(TAIL_ENDS, t.compare(GT, TAIL_ENDS));
            FloatVector square = t.mul(t);
            // e^(−t²/2) = 2ⁿ (1 + less), and the two factors of 2ⁿ
            FloatVector rest = t.fma(t, square.neg()).mul(-0.5f);
            FloatVector high = square.mul(-0.5f);
            FloatVector shifted = high.fma(LOG2_E, ROUND);
            FloatVector n = shifted.sub(ROUND);
            FloatVector r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_HIGH), high);
            r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_LOW), r).add(rest);
            FloatVector series = r.fma(Exponential.Q4, Exponential.Q3).lanewise(FMA, r, Exponential.Q2);
            series = series.lanewise(FMA, r, Exponential.Q1).lanewise(FMA, r, Exponential.Q0);
            FloatVector less = series.mul(r).fma(r, r);
            IntVector bits = shifted.reinterpretAsInts();
            IntVector half = bits.lanewise(ASHR, 1).lanewise(LSHL, MANTISSA_BITS);
            FloatVector first = half.add(BITS_OF_ONE).reinterpretAsFloats();
            FloatVector second = bits.lanewise(LSHL, MANTISSA_BITS)
                    .sub(half)
                    .add(BITS_OF_ONE)
                    .reinterpretAsFloats();
            FloatVector one = FloatVector.broadcast(FLOAT, 1);
            FloatVector density = less.fma(one, one).mul(first).mul(second);
            // W(t)
            FloatVector evenP = square.fma(P4, P2).lanewise(FMA, square, P0);
            FloatVector oddP = square.fma(P3, P1);
            FloatVector evenQ = square.fma(Q4, Q2).lanewise(FMA, square, 1);
            FloatVector oddQ = square.fma(Q5, Q3).lanewise(FMA, square, Q1);
            FloatVector overDensity = oddP.fma(t, evenP).div(oddQ.fma(t, evenQ));
            FloatVector tail = density.mul(overDensity);
            FloatVector probability = tail.blend(one.sub(tail), x.compare(GT, 0));
            IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
            FloatVector scaled =
                    t.mul(ONE_OVER_ROOT_2_PI).reinterpretAsInts().or(sign).reinterpretAsFloats();
            FloatVector derivative = scaled.fma(density, probability);
            FloatVector.fromArray(FLOAT, upstream, upstreamFrom + i)
                    .mul(derivative)
                    .intoArray(out, outFrom + i);
        }
    }
}
