package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.ErrorFunction.DERIVATIVE_IS_ZERO;
import static dev.orthant.tensor.kernel.ErrorFunction.INNER;
import static dev.orthant.tensor.kernel.ErrorFunction.IS_ONE;
import static dev.orthant.tensor.kernel.ErrorFunction.S0;
import static dev.orthant.tensor.kernel.ErrorFunction.S1;
import static dev.orthant.tensor.kernel.ErrorFunction.S2;
import static dev.orthant.tensor.kernel.ErrorFunction.S3;
import static dev.orthant.tensor.kernel.ErrorFunction.S4;
import static dev.orthant.tensor.kernel.ErrorFunction.S5;
import static dev.orthant.tensor.kernel.ErrorFunction.T0;
import static dev.orthant.tensor.kernel.ErrorFunction.T1;
import static dev.orthant.tensor.kernel.ErrorFunction.T2;
import static dev.orthant.tensor.kernel.ErrorFunction.T3;
import static dev.orthant.tensor.kernel.ErrorFunction.T4;
import static dev.orthant.tensor.kernel.ErrorFunction.T5;
import static dev.orthant.tensor.kernel.ErrorFunction.T6;
import static dev.orthant.tensor.kernel.ErrorFunction.TWO_OVER_ROOT_PI;
import static dev.orthant.tensor.kernel.Exponential.BITS_OF_ONE;
import static dev.orthant.tensor.kernel.Exponential.LOG2_E;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_HIGH;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_LOW;
import static dev.orthant.tensor.kernel.Exponential.MANTISSA_BITS;
import static dev.orthant.tensor.kernel.Exponential.ROUND;
import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// [ErrorFunction] a vector at a time: the same operations in the same order, both ranges for every number.
final class VectorErrorFunction {
    private VectorErrorFunction() {}

    /// One loop of nothing but calls of the Vector API: see [VectorGelu].
    static void erf(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOAT, a, aFrom + i);
            FloatVector absolute = x.abs();
            FloatVector square = absolute.mul(absolute);
            FloatVector inner = square.fma(S5, S4).lanewise(FMA, square, S3).lanewise(FMA, square, S2);
            inner = inner.lanewise(FMA, square, S1).lanewise(FMA, square, S0);
            inner = inner.fma(absolute, absolute);

            FloatVector clamped = absolute.blend(IS_ONE, absolute.compare(GT, IS_ONE));
            FloatVector exponent =
                    clamped.fma(T6, T5).lanewise(FMA, clamped, T4).lanewise(FMA, clamped, T3);
            exponent = exponent.lanewise(FMA, clamped, T2)
                    .lanewise(FMA, clamped, T1)
                    .lanewise(FMA, clamped, T0);
            exponent = exponent.neg();
            // e^exponent = 2ⁿ (1 + less); here n is no lower than −23, one factor is enough
            FloatVector shifted = exponent.fma(LOG2_E, ROUND);
            FloatVector n = shifted.sub(ROUND);
            FloatVector r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_HIGH), exponent);
            r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_LOW), r);
            FloatVector series = r.fma(Exponential.Q4, Exponential.Q3).lanewise(FMA, r, Exponential.Q2);
            series = series.lanewise(FMA, r, Exponential.Q1).lanewise(FMA, r, Exponential.Q0);
            FloatVector less = series.mul(r).fma(r, r);
            IntVector scale =
                    shifted.reinterpretAsInts().lanewise(LSHL, MANTISSA_BITS).add(BITS_OF_ONE);
            FloatVector power = less.add(1).mul(scale.reinterpretAsFloats());
            FloatVector outer = FloatVector.broadcast(FLOAT, 1).sub(power);

            IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
            FloatVector erf = inner.blend(outer, absolute.compare(GT, INNER));
            erf.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(out, outFrom + i);
        }
    }

    private static FloatVector derivative(FloatVector x) {
        FloatVector absolute = x.abs();
        FloatVector clamped = absolute.blend(DERIVATIVE_IS_ZERO, absolute.compare(GT, DERIVATIVE_IS_ZERO));
        FloatVector square = clamped.mul(clamped);
        FloatVector rest = clamped.fma(clamped, square.neg());
        return VectorExponential.exp(broadcast(TWO_OVER_ROOT_PI), square.neg(), rest.neg());
    }

    static void erfGradient(
            float[] upstream, int upstreamFrom, float[] input, int inputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(input, inputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            u.mul(derivative(x)).intoArray(out, outFrom + i);
        }
    }
}
