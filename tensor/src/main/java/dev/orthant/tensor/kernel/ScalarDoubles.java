package dev.orthant.tensor.kernel;

/// The definition of [DoubleKernels]: plain loops.
public final class ScalarDoubles implements DoubleKernels {
    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void multiply(double factor, DoubleView a, DoubleView b, double keep, DoubleView c) {
        for (int i = 0; i < c.rows(); i++) {
            multiplyRow(factor, a, b, keep, c, i, c.columns());
        }
    }

    @Override
    public void multiplyLower(double factor, DoubleView a, DoubleView b, double keep, DoubleView c) {
        for (int i = 0; i < c.rows(); i++) {
            multiplyRow(factor, a, b, keep, c, i, i + 1);
        }
    }

    @Override
    public void solveLower(DoubleView triangle, DoubleView x) {
        for (int i = 0; i < x.rows(); i++) {
            for (int k = 0; k < i; k++) {
                addScaledRow(x, -triangle.at(i, k), k, i);
            }
            divideRow(x, triangle.at(i, i), i);
        }
    }

    @Override
    public void solveUpper(DoubleView triangle, DoubleView x) {
        for (int i = x.rows() - 1; i >= 0; i--) {
            for (int k = x.rows() - 1; k > i; k--) {
                addScaledRow(x, -triangle.at(i, k), k, i);
            }
            divideRow(x, triangle.at(i, i), i);
        }
    }

    @Override
    public void multiplyVector(DoubleView a, double[] x, int xFrom, double[] y, int yFrom) {
        for (int i = 0; i < a.rows(); i++) {
            y[yFrom + i] = dot(a.array(), a.index(i, 0), x, xFrom, a.columns());
        }
    }

    @Override
    public double dot(double[] x, int xFrom, double[] y, int yFrom, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += x[xFrom + i] * y[yFrom + i];
        }
        return sum;
    }

    @Override
    public void addScaled(double factor, double[] x, int xFrom, double[] y, int yFrom, int length) {
        for (int i = 0; i < length; i++) {
            y[yFrom + i] += factor * x[xFrom + i];
        }
    }

    @Override
    public void rotate(double cosine, double sine, double[] x, int xFrom, double[] y, int yFrom, int length) {
        for (int i = 0; i < length; i++) {
            double first = x[xFrom + i];
            double second = y[yFrom + i];
            x[xFrom + i] = cosine * first - sine * second;
            y[yFrom + i] = sine * first + cosine * second;
        }
    }

    @Override
    public void rotateUpwards(DoubleView rows, double[] cosines, double[] sines, int from) {
        for (int i = rows.rows() - 2; i >= 0; i--) {
            double[] array = rows.array();
            rotate(
                    cosines[from + i],
                    sines[from + i],
                    array,
                    rows.index(i, 0),
                    array,
                    rows.index(i + 1, 0),
                    rows.columns());
        }
    }

    /// `cᵢⱼ ← factor Σₖ aᵢₖ bₖⱼ + keep cᵢⱼ` for j below `columns`, k = 0, 1, … in this order.
    private static void multiplyRow(
            double factor, DoubleView a, DoubleView b, double keep, DoubleView c, int i, int columns) {
        double[] sums = new double[columns];
        for (int k = 0; k < a.columns(); k++) {
            addScaled(a.at(i, k), b, k, sums);
        }
        for (int j = 0; j < columns; j++) {
            double kept = keep == 0 ? 0 : keep * c.at(i, j);
            c.array()[c.index(i, j)] = factor * sums[j] + kept;
        }
    }

    /// `sums ← sums + factor · (row k of b)`, walking along the row.
    private static void addScaled(double factor, DoubleView b, int k, double[] sums) {
        double[] array = b.array();
        int from = b.from() + k * b.rowStep();
        if (b.columnStep() == 1) { // a loop that C2 makes vectors of
            for (int j = 0; j < sums.length; j++) {
                sums[j] += factor * array[from + j];
            }
        } else {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += factor * array[from + j * b.columnStep()];
            }
        }
    }

    private static void addScaledRow(DoubleView x, double factor, int source, int target) {
        for (int j = 0; j < x.columns(); j++) {
            x.array()[x.index(target, j)] += factor * x.at(source, j);
        }
    }

    private static void divideRow(DoubleView x, double divisor, int row) {
        for (int j = 0; j < x.columns(); j++) {
            x.array()[x.index(row, j)] /= divisor;
        }
    }
}
