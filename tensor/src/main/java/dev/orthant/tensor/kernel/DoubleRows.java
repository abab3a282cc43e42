package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.DoubleVector;

/// Loops over one or two rows of float64 numbers. A sum runs over whole vectors first, in four vectors side by side; the
/// numbers that do not fill a vector follow one by one.
final class DoubleRows {
    private DoubleRows() {}

    static void multiplyVector(DoubleView a, double[] x, int xFrom, double[] y, int yFrom) {
        for (int i = 0; i < a.rows(); i++) {
            y[yFrom + i] = dot(a.array(), a.index(i, 0), x, xFrom, a.columns());
        }
    }

    static double dot(double[] x, int xFrom, double[] y, int yFrom, int length) {
        DoubleVector sum0 = DoubleVector.zero(Species.DOUBLE);
        DoubleVector sum1 = sum0;
        DoubleVector sum2 = sum0;
        DoubleVector sum3 = sum0;
        int four = length - length % (4 * DOUBLE_LANES);
        for (int i = 0; i < four; i += 4 * DOUBLE_LANES) {
            sum0 = load(x, xFrom + i).fma(load(y, yFrom + i), sum0);
            sum1 = load(x, xFrom + i + DOUBLE_LANES).fma(load(y, yFrom + i + DOUBLE_LANES), sum1);
            sum2 = load(x, xFrom + i + 2 * DOUBLE_LANES).fma(load(y, yFrom + i + 2 * DOUBLE_LANES), sum2);
            sum3 = load(x, xFrom + i + 3 * DOUBLE_LANES).fma(load(y, yFrom + i + 3 * DOUBLE_LANES), sum3);
        }
        int whole = length - length % DOUBLE_LANES;
        for (int i = four; i < whole; i += DOUBLE_LANES) {
            sum0 = load(x, xFrom + i).fma(load(y, yFrom + i), sum0);
        }
        double sum = DoubleLaneSum.of(sum0.add(sum1).add(sum2.add(sum3)));
        for (int i = whole; i < length; i++) {
            sum = Math.fma(x[xFrom + i], y[yFrom + i], sum);
        }
        return sum;
    }

    static void addScaled(double factor, double[] x, int xFrom, double[] y, int yFrom, int length) {
        DoubleVector scale = broadcast(factor);
        int whole = length - length % DOUBLE_LANES;
        for (int i = 0; i < whole; i += DOUBLE_LANES) {
            load(x, xFrom + i).fma(scale, load(y, yFrom + i)).intoArray(y, yFrom + i);
        }
        for (int i = whole; i < length; i++) {
            y[yFrom + i] = Math.fma(x[xFrom + i], factor, y[yFrom + i]);
        }
    }
}
