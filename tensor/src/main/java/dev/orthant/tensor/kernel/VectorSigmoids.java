package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Sigmoids.SILU_IS_ZERO;
import static dev.orthant.tensor.kernel.Sigmoids.TANH_IS_ONE;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;
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
        FloatVector e = VectorExponential.exp(x.abs().neg());
        return broadcast(1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
    }

    private static FloatVector silu(FloatVector x) {
        FloatVector clamped = x.blend(SILU_IS_ZERO, x.compare(VectorOperators.LT, SILU_IS_ZERO));
        FloatVector h = VectorExponential.exp(clamped.abs().mul(-0.5f));
        FloatVector left = clamped.mul(h).mul(h);
        return x.blend(left, x.compare(VectorOperators.LT, 0)).div(h.fma(h, broadcast(1)));
    }

    private static FloatVector tanh(FloatVector x) {
        FloatVector absolute = x.abs();
        FloatVector clamped = absolute.blend(TANH_IS_ONE, absolute.compare(VectorOperators.GT, TANH_IS_ONE));
        FloatVector t = VectorExponential.expm1OfNonzero(clamped.add(clamped));
        return Signs.withSignOf(t.div(t.add(2)), x);
    }

    static void tanh(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            tanh(load(a, aFrom + i)).intoArray(out, outFrom + i);
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
            VectorExponential.exp(load(x, i).abs().neg()).intoArray(y, i);
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
