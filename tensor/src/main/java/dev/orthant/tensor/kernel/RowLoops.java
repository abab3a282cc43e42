package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;

/// Loops over one row, of any length, with numbers that belong to the row.
final class RowLoops {
    private RowLoops() {}

    /// out = a − shift
    static void subtract(float[] a, int aFrom, float shift, float[] out, int outFrom, int length) {
        int whole = Species.FLOAT.loopBound(length);
        for (int j = 0; j < whole; j += LANES) {
            load(a, aFrom + j).sub(shift).intoArray(out, outFrom + j);
        }
        for (int j = whole; j < length; j++) {
            out[outFrom + j] = a[aFrom + j] - shift;
        }
    }

    /// out = exp(a − shift), which is not above 1. The last vector overlaps the one before it.
    ///
    /// @param out    another array than `a`
    /// @param length at least that of a vector
    static void exponentials(float[] a, int aFrom, float shift, float[] out, int outFrom, int length) {
        int last = length - LANES;
        for (int j = 0; j < last; j += LANES) {
            VectorExponential.expOfNonpositive(load(a, aFrom + j).sub(shift)).intoArray(out, outFrom + j);
        }
        VectorExponential.expOfNonpositive(load(a, aFrom + last).sub(shift)).intoArray(out, outFrom + last);
    }

    /// out = a − first − second
    static void subtract(float[] a, int aFrom, float first, float second, float[] out, int outFrom, int length) {
        int whole = Species.FLOAT.loopBound(length);
        for (int j = 0; j < whole; j += LANES) {
            load(a, aFrom + j).sub(first).sub(second).intoArray(out, outFrom + j);
        }
        for (int j = whole; j < length; j++) {
            out[outFrom + j] = a[aFrom + j] - first - second;
        }
    }

    /// out = a · factor
    static void scale(float[] a, int aFrom, float factor, float[] out, int outFrom, int length) {
        int whole = Species.FLOAT.loopBound(length);
        for (int j = 0; j < whole; j += LANES) {
            load(a, aFrom + j).mul(factor).intoArray(out, outFrom + j);
        }
        for (int j = whole; j < length; j++) {
            out[outFrom + j] = a[aFrom + j] * factor;
        }
    }

    /// out = output (upstream − mean)
    static void softmaxGradient(
            float[] upstream, int uFrom, float[] output, int yFrom, float mean, float[] out, int outFrom, int length) {
        int whole = Species.FLOAT.loopBound(length);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector y = load(output, yFrom + j);
            load(upstream, uFrom + j).sub(mean).mul(y).intoArray(out, outFrom + j);
        }
        for (int j = whole; j < length; j++) {
            out[outFrom + j] = output[yFrom + j] * (upstream[uFrom + j] - mean);
        }
    }

    /// out = upstream − probability · sum
    static void logSoftmaxGradient(
            float[] upstream,
            int uFrom,
            float[] probability,
            int pFrom,
            float sum,
            float[] out,
            int outFrom,
            int length) {
        int whole = Species.FLOAT.loopBound(length);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector p = load(probability, pFrom + j);
            load(upstream, uFrom + j).sub(p.mul(sum)).intoArray(out, outFrom + j);
        }
        for (int j = whole; j < length; j++) {
            out[outFrom + j] = upstream[uFrom + j] - probability[pFrom + j] * sum;
        }
    }

    /// out = (upstream − mean − normalised · slope) · inverse
    static void normaliseGradient(
            float[] upstream,
            int uFrom,
            float[] normalised,
            int nFrom,
            float mean,
            float slope,
            float inverse,
            float[] out,
            int outFrom,
            int length) {
        int whole = Species.FLOAT.loopBound(length);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector n = load(normalised, nFrom + j);
            load(upstream, uFrom + j).sub(mean).sub(n.mul(slope)).mul(inverse).intoArray(out, outFrom + j);
        }
        for (int j = whole; j < length; j++) {
            out[outFrom + j] = (upstream[uFrom + j] - mean - normalised[nFrom + j] * slope) * inverse;
        }
    }

    /// As above, but each number has its own mean and slope from index 0 on, and its inverse from `inverseFrom` on.
    static void normaliseGradient(
            float[] upstream,
            int uFrom,
            float[] normalised,
            int nFrom,
            float[] mean,
            float[] slope,
            float[] inverse,
            int inverseFrom,
            float[] out,
            int outFrom,
            int length) {
        int whole = Species.FLOAT.loopBound(length);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector n = load(normalised, nFrom + j);
            load(upstream, uFrom + j)
                    .sub(load(mean, j))
                    .sub(n.mul(load(slope, j)))
                    .mul(load(inverse, inverseFrom + j))
                    .intoArray(out, outFrom + j);
        }
        for (int j = whole; j < length; j++) {
            out[outFrom + j] =
                    (upstream[uFrom + j] - mean[j] - normalised[nFrom + j] * slope[j]) * inverse[inverseFrom + j];
        }
    }
}
