package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// What the processor does in an instruction or two, and the derivatives made of it, a vector at a time.
final class VectorArithmetic {
    private VectorArithmetic() {}

    static void sqrt(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).sqrt().intoArray(out, outFrom + i);
        }
    }

    static void reciprocal(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            broadcast(1).div(load(a, aFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void absolute(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).abs().intoArray(out, outFrom + i);
        }
    }

    static void sign(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            sign(load(a, aFrom + i)).intoArray(out, outFrom + i);
        }
    }

    private static FloatVector sign(FloatVector x) {
        return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
    }

    static void maximum(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).max(load(b, bFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void minimum(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).min(load(b, bFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void divide(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).div(load(b, bFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void multiply(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).mul(load(b, bFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void add(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).add(load(b, bFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void subtract(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).sub(load(b, bFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void addRelu(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(a, aFrom + i).add(load(b, bFrom + i)).max(0).intoArray(out, outFrom + i);
        }
    }

    static void clamp(float lowest, float highest, float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(a, aFrom + i);
            FloatVector raised = x.blend(lowest, x.compare(VectorOperators.LT, lowest));
            raised.blend(highest, x.compare(VectorOperators.GT, highest)).intoArray(out, outFrom + i);
        }
    }

    /// Where a slope is 0 the number is made 0 before it is multiplied, as 0 · ∞ is NaN.
    static void piecewiseLinear(
            float negative, float positive, float[] a, int aFrom, float[] out, int outFrom, int length) {
        float lowest = negative == 0 ? 0 : Float.NEGATIVE_INFINITY;
        float highest = positive == 0 ? 0 : Float.POSITIVE_INFINITY;
        for (int i = 0; i < length; i += LANES) {
            FloatVector any = load(a, aFrom + i);
            FloatVector x = any.blend(0, any.compare(VectorOperators.LT, lowest))
                    .blend(0, any.compare(VectorOperators.GT, highest));
            VectorMask<Float> below = x.compare(VectorOperators.LT, 0);
            x.mul(positive).blend(x.mul(negative), below).intoArray(out, outFrom + i);
        }
    }

    /// On the side of a slope of 0 no number is found: the result stays 0, whatever comes from upstream.
    static void piecewiseLinearGradient(
            float negative,
            float positive,
            float[] upstream,
            int upstreamFrom,
            float[] input,
            int inputFrom,
            float[] out,
            int outFrom,
            int length) {
        float lower = negative == 0 ? Float.NEGATIVE_INFINITY : 0;
        float upper = positive == 0 ? Float.POSITIVE_INFINITY : 0;
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(input, inputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            VectorMask<Float> below = x.compare(VectorOperators.LT, lower);
            VectorMask<Float> above = x.compare(VectorOperators.GT, upper);
            broadcast(0)
                    .blend(u.mul(negative), below)
                    .blend(u.mul(positive), above)
                    .intoArray(out, outFrom + i);
        }
    }

    /// Of any length, unlike the other loops.
    static void where(
            float[] mask,
            int maskFrom,
            float[] a,
            int aFrom,
            float[] b,
            int bFrom,
            float[] out,
            int outFrom,
            int length) {
        int whole = Species.FLOAT.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            VectorMask<Float> chosen = load(mask, maskFrom + i).compare(VectorOperators.GT, 0);
            load(b, bFrom + i).blend(load(a, aFrom + i), chosen).intoArray(out, outFrom + i);
        }
        for (int i = whole; i < length; i++) {
            out[outFrom + i] = mask[maskFrom + i] > 0 ? a[aFrom + i] : b[bFrom + i];
        }
    }

    static void sqrtGradient(
            float[] upstream, int upstreamFrom, float[] output, int outputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector y = load(output, outputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            u.div(y.add(y)).intoArray(out, outFrom + i);
        }
    }

    static void reciprocalGradient(
            float[] upstream, int upstreamFrom, float[] output, int outputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector y = load(output, outputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            u.mul(y.mul(y)).neg().intoArray(out, outFrom + i);
        }
    }

    static void absoluteGradient(
            float[] upstream, int upstreamFrom, float[] input, int inputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(input, inputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            u.mul(sign(x)).intoArray(out, outFrom + i);
        }
    }

    static void clampGradient(
            float lowest,
            float highest,
            float[] upstream,
            int upstreamFrom,
            float[] input,
            int inputFrom,
            float[] out,
            int outFrom,
            int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(input, inputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            VectorMask<Float> inside =
                    x.compare(VectorOperators.GE, lowest).and(x.compare(VectorOperators.LE, highest));
            broadcast(0).blend(u, inside).intoArray(out, outFrom + i);
        }
    }
}
