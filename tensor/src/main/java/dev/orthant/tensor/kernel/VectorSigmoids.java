package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Exponential.BITS_OF_ONE;
import static dev.orthant.tensor.kernel.Exponential.LOG2_E;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_HIGH;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_LOW;
import static dev.orthant.tensor.kernel.Exponential.MANTISSA_BITS;
import static dev.orthant.tensor.kernel.Exponential.Q0;
import static dev.orthant.tensor.kernel.Exponential.Q1;
import static dev.orthant.tensor.kernel.Exponential.Q2;
import static dev.orthant.tensor.kernel.Exponential.Q3;
import static dev.orthant.tensor.kernel.Exponential.Q4;
import static dev.orthant.tensor.kernel.Exponential.ROUND;
import static dev.orthant.tensor.kernel.Sigmoids.SILU_IS_ZERO;
import static dev.orthant.tensor.kernel.Sigmoids.TANH_IS_ONE;
import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;
import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [Sigmoids] a vector at a time: the same operations in the same order.
final class VectorSigmoids {
    static final Pass[] SOFTPLUS = {
        VectorSigmoids::exponential, VectorSigmoids::logarithm, VectorSigmoids::plusPositivePart,
    };
    static final Pass[] SILU_DERIVATIVE = {
        VectorSigmoids::exponential, VectorSigmoids::quotient, VectorSigmoids::siluDerivative,
    };

    private VectorSigmoids() {}

    private static FloatVector sigmoid(FloatVector x) {
        FloatVector e = VectorExponential.expOfNonpositive(x.abs().neg());
        return broadcast(1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
    }

    private static FloatVector silu(FloatVector x) {
        FloatVector absolute = x.abs();
        FloatVector clamped = absolute.blend(-SILU_IS_ZERO, absolute.compare(VectorOperators.GT, -SILU_IS_ZERO));
        FloatVector h = VectorExponential.expOfModerate(clamped.mul(-0.5f));
        FloatVector left = clamped.neg().mul(h).mul(h);
        return x.blend(left, x.compare(VectorOperators.LT, 0)).div(h.fma(h, broadcast(1)));
    }

    /// One loop of nothing but calls of the Vector API: see [VectorGelu].
    static void tanh(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOAT, a, aFrom + i);
            FloatVector absolute = x.abs();
            FloatVector clamped = absolute.blend(TANH_IS_ONE, absolute.compare(VectorOperators.GT, TANH_IS_ONE));
            FloatVector twice = clamped.add(clamped);
            // half of 2ⁿ (eʳ − 1) + (2ⁿ − 1), as in Exponential.expm1
            FloatVector shifted = twice.fma(LOG2_E, ROUND);
            FloatVector n = shifted.sub(ROUND);
            FloatVector r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_HIGH), twice);
            r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_LOW), r);
            FloatVector series =
                    r.fma(Q4, Q3).lanewise(FMA, r, Q2).lanewise(FMA, r, Q1).lanewise(FMA, r, Q0);
            FloatVector less = series.mul(r).fma(r, r);
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
            FloatVector halfScale =
                    exponent.add(BITS_OF_ONE - (1 << MANTISSA_BITS)).reinterpretAsFloats();
            FloatVector half = less.fma(halfScale, halfScale.sub(0.5f));
            FloatVector t = half.add(half);
            IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
            t.div(t.add(2)).reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(out, outFrom + i);
        }
    }

    static void sigmoid(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            sigmoid(load(a, aFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void silu(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            silu(load(a, aFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void tanhGradient(
            float[] upstream, int upstreamFrom, float[] output, int outputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector y = load(output, outputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            u.mul(y.neg().fma(y, broadcast(1))).intoArray(out, outFrom + i);
        }
    }

    static void sigmoidGradient(
            float[] upstream, int upstreamFrom, float[] output, int outputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector y = load(output, outputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            u.mul(y.mul(broadcast(1).sub(y))).intoArray(out, outFrom + i);
        }
    }

    private static void exponential(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorExponential.expOfNonpositive(load(x, i).abs().neg()).intoArray(y, i);
        }
    }

    private static void logarithm(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorLogarithm.log1pOfFraction(load(y, i)).intoArray(y, i);
        }
    }

    private static void plusPositivePart(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector number = load(x, i);
            FloatVector positive = broadcast(0).blend(number, number.compare(VectorOperators.GT, 0));
            positive.add(load(y, i)).intoArray(y, i);
        }
    }

    /// z = σ(x)
    private static void quotient(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector e = load(y, i);
            broadcast(1)
                    .blend(e, load(x, i).compare(VectorOperators.LT, 0))
                    .div(e.add(1))
                    .intoArray(z, i);
        }
    }

    private static void siluDerivative(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector number = load(x, i);
            FloatVector clamped = number.blend(SILU_IS_ZERO, number.compare(VectorOperators.LT, SILU_IS_ZERO));
            FloatVector sigmoid = load(z, i);
            clamped.mul(sigmoid).fma(broadcast(1).sub(sigmoid), sigmoid).intoArray(y, i);
        }
    }

    static void softplusGradient(
            float[] upstream, int upstreamFrom, float[] input, int inputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(input, inputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            u.mul(sigmoid(x)).intoArray(out, outFrom + i);
        }
    }
}
