package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.ArcCosine.A0;
import static dev.orthant.tensor.kernel.ArcCosine.A1;
import static dev.orthant.tensor.kernel.ArcCosine.A2;
import static dev.orthant.tensor.kernel.ArcCosine.A3;
import static dev.orthant.tensor.kernel.ArcCosine.A4;
import static dev.orthant.tensor.kernel.ArcCosine.A5;
import static dev.orthant.tensor.kernel.ArcCosine.A6;
import static dev.orthant.tensor.kernel.ArcCosine.A7;
import static dev.orthant.tensor.kernel.ArcCosine.PI;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// [ArcCosine] a vector at a time: the same operations in the same order.
final class VectorArcCosine {
    private VectorArcCosine() {}

    private static FloatVector acos(FloatVector x) {
        FloatVector absolute = x.abs();
        FloatVector series = absolute.fma(broadcast(A7), broadcast(A6));
        series = series.fma(absolute, broadcast(A5));
        series = series.fma(absolute, broadcast(A4));
        series = series.fma(absolute, broadcast(A3));
        series = series.fma(absolute, broadcast(A2));
        series = series.fma(absolute, broadcast(A1));
        series = series.fma(absolute, broadcast(A0));
        FloatVector angle = broadcast(1).sub(absolute).sqrt().mul(series);
        return angle.blend(broadcast(PI).sub(angle), x.compare(VectorOperators.LT, 0));
    }

    private static FloatVector derivative(FloatVector x) {
        FloatVector one = broadcast(1);
        return broadcast(-1).div(one.sub(x).mul(x.add(one)).sqrt());
    }

    static void acos(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            acos(load(a, aFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void acosGradient(
            float[] upstream, int upstreamFrom, float[] input, int inputFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(input, inputFrom + i);
            FloatVector u = load(upstream, upstreamFrom + i);
            u.mul(derivative(x)).intoArray(out, outFrom + i);
        }
    }
}
