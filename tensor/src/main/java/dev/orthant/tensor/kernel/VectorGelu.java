package dev.orthant.tensor.kernel;

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
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// [Gelu] a vector at a time: the same operations in the same order.
final class VectorGelu {
    static final Pass[] GELU = {VectorGelu::scaledDensity, VectorGelu::tail, VectorGelu::positivePartLessTail};
    static final Pass[] DERIVATIVE = {VectorGelu::density, VectorGelu::probability, VectorGelu::sum};

    private VectorGelu() {}

    /// y = t e^(−t²/2)
    private static void scaledDensity(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector t = clamped(load(x, i));
            density(t, t).intoArray(y, i);
        }
    }

    /// y = t Φ(−t)
    private static void tail(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector t = clamped(load(x, i));
            load(y, i).mul(tailOverDensity(t)).intoArray(y, i);
        }
    }

    private static void positivePartLessTail(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector number = load(x, i);
            broadcast(0)
                    .blend(number, number.compare(VectorOperators.GT, 0))
                    .sub(load(y, i))
                    .intoArray(y, i);
        }
    }

    /// y = e^(−t²/2)
    private static void density(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector t = clamped(load(x, i));
            density(broadcast(1), t).intoArray(y, i);
        }
    }

    /// z = Φ(x)
    private static void probability(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector number = load(x, i);
            FloatVector tail = load(y, i).mul(tailOverDensity(clamped(number)));
            tail.blend(broadcast(1).sub(tail), number.compare(VectorOperators.GT, 0))
                    .intoArray(z, i);
        }
    }

    private static void sum(float[] x, float[] y, float[] z, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector number = load(x, i);
            FloatVector scaled = Signs.withSignOf(clamped(number).mul(ONE_OVER_ROOT_2_PI), number);
            scaled.fma(load(y, i), load(z, i)).intoArray(y, i);
        }
    }

    private static FloatVector clamped(FloatVector x) {
        FloatVector t = x.abs();
        return t.blend(TAIL_ENDS, t.compare(VectorOperators.GT, TAIL_ENDS));
    }

    private static FloatVector density(FloatVector factor, FloatVector t) {
        FloatVector square = t.mul(t);
        FloatVector rest = t.fma(t, square.neg());
        return VectorExponential.exp(factor, square.mul(-0.5f), rest.mul(-0.5f));
    }

    private static FloatVector tailOverDensity(FloatVector t) {
        FloatVector square = t.mul(t);
        FloatVector evenP = square.fma(broadcast(P4), broadcast(P2)).fma(square, broadcast(P0));
        FloatVector oddP = square.fma(broadcast(P3), broadcast(P1));
        FloatVector evenQ = square.fma(broadcast(Q4), broadcast(Q2)).fma(square, broadcast(1));
        FloatVector oddQ = square.fma(broadcast(Q5), broadcast(Q3)).fma(square, broadcast(Q1));
        return oddP.fma(t, evenP).div(oddQ.fma(t, evenQ));
    }
}
