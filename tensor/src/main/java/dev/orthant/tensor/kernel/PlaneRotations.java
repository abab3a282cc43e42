package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.DoubleVector;

/// Plane rotations of float64 rows. In a chain the row that two neighbouring rotations share stays in registers: each
/// number is read once and written once.
final class PlaneRotations {
    private static final int WIDTH = 4 * DOUBLE_LANES;

    private PlaneRotations() {}

    static void rotate(double cosine, double sine, double[] x, int xFrom, double[] y, int yFrom, int length) {
        DoubleVector c = broadcast(cosine);
        DoubleVector s = broadcast(sine);
        DoubleVector minus = broadcast(-sine);
        int whole = length - length % DOUBLE_LANES;
        for (int i = 0; i < whole; i += DOUBLE_LANES) {
            DoubleVector first = load(x, xFrom + i);
            DoubleVector second = load(y, yFrom + i);
            first.fma(c, second.mul(minus)).intoArray(x, xFrom + i);
            second.fma(c, first.mul(s)).intoArray(y, yFrom + i);
        }
        for (int i = whole; i < length; i++) {
            double first = x[xFrom + i];
            double second = y[yFrom + i];
            x[xFrom + i] = Math.fma(first, cosine, second * -sine);
            y[yFrom + i] = Math.fma(second, cosine, first * sine);
        }
    }

    static void upwards(DoubleView rows, double[] cosines, double[] sines, int from) {
        if (rows.rows() < 2) {
            return;
        }
        int whole = rows.columns() - rows.columns() % WIDTH;
        for (int column = 0; column < whole; column += WIDTH) {
            strip(rows.array(), rows.index(0, column), rows.rowStep(), rows.rows(), cosines, sines, from);
        }
        for (int column = whole; column < rows.columns(); column++) {
            single(rows.array(), rows.index(0, column), rows.rowStep(), rows.rows(), cosines, sines, from);
        }
    }

    private static void strip(double[] a, int first, int step, int rows, double[] cosines, double[] sines, int from) {
        int at = first + (rows - 1) * step;
        DoubleVector carried0 = load(a, at);
        DoubleVector carried1 = load(a, at + DOUBLE_LANES);
        DoubleVector carried2 = load(a, at + 2 * DOUBLE_LANES);
        DoubleVector carried3 = load(a, at + 3 * DOUBLE_LANES);
        for (int i = rows - 2; i >= 0; i--) {
            int above = first + i * step;
            int below = above + step;
            DoubleVector c = broadcast(cosines[from + i]);
            DoubleVector s = broadcast(sines[from + i]);
            DoubleVector minus = broadcast(-sines[from + i]);
            DoubleVector row0 = load(a, above);
            DoubleVector row1 = load(a, above + DOUBLE_LANES);
            DoubleVector row2 = load(a, above + 2 * DOUBLE_LANES);
            DoubleVector row3 = load(a, above + 3 * DOUBLE_LANES);
            carried0.fma(c, row0.mul(s)).intoArray(a, below);
            carried1.fma(c, row1.mul(s)).intoArray(a, below + DOUBLE_LANES);
            carried2.fma(c, row2.mul(s)).intoArray(a, below + 2 * DOUBLE_LANES);
            carried3.fma(c, row3.mul(s)).intoArray(a, below + 3 * DOUBLE_LANES);
            carried0 = row0.fma(c, carried0.mul(minus));
            carried1 = row1.fma(c, carried1.mul(minus));
            carried2 = row2.fma(c, carried2.mul(minus));
            carried3 = row3.fma(c, carried3.mul(minus));
        }
        carried0.intoArray(a, first);
        carried1.intoArray(a, first + DOUBLE_LANES);
        carried2.intoArray(a, first + 2 * DOUBLE_LANES);
        carried3.intoArray(a, first + 3 * DOUBLE_LANES);
    }

    private static void single(double[] a, int first, int step, int rows, double[] cosines, double[] sines, int from) {
        double carried = a[first + (rows - 1) * step];
        for (int i = rows - 2; i >= 0; i--) {
            int above = first + i * step;
            double c = cosines[from + i];
            double s = sines[from + i];
            double row = a[above];
            a[above + step] = Math.fma(carried, c, row * s);
            carried = Math.fma(row, c, carried * -s);
        }
        a[first] = carried;
    }
}
