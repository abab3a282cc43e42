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
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// [ErrorFunction] a vector at a time: the same operations in the same order, both ranges for every number.
final class VectorErrorFunction {
    static final Pass[] ERF = {VectorErrorFunction::exponent, VectorErrorFunction::outer, VectorErrorFunction::choice};

    private VectorErrorFunction() {}

    private static void exponent(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector a = load(x, i).abs();
            FloatVector clamped = a.blend(IS_ONE, a.compare(VectorOperators.GT, IS_ONE));
            FloatVector series = clamped.fma(broadcast(T6), broadcast(T5));
            series = series.fma(clamped, broadcast(T4));
            series = series.fma(clamped, broadcast(T3));
            series = series.fma(clamped, broadcast(T2));
            series = series.fma(clamped, broadcast(T1));
            series = series.fma(clamped, broadcast(T0));
            series.neg().intoArray(y, i);
        }
    }

    private static void outer(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector power = VectorExponential.exp(broadcast(1), load(y, i), broadcast(0));
            broadcast(1).sub(power).intoArray(y, i);
        }
    }

    private static void choice(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector number = load(x, i);
            FloatVector a = number.abs();
            FloatVector erf = inner(a).blend(load(y, i), a.compare(VectorOperators.GT, INNER));
            Signs.withSignOf(erf, number).intoArray(y, i);
        }
    }

    private static FloatVector inner(FloatVector a) {
        FloatVector square = a.mul(a);
        FloatVector series = square.fma(broadcast(S5), broadcast(S4));
        series = series.fma(square, broadcast(S3));
        series = series.fma(square, broadcast(S2));
        series = series.fma(square, broadcast(S1));
        series = series.fma(square, broadcast(S0));
        return series.fma(a, a);
    }

    private static FloatVector derivative(FloatVector x) {
        FloatVector absolute = x.abs();
        FloatVector clamped =
                absolute.blend(DERIVATIVE_IS_ZERO, absolute.compare(VectorOperators.GT, DERIVATIVE_IS_ZERO));
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
