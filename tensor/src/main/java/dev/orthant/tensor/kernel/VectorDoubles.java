package dev.orthant.tensor.kernel;

/// [DoubleKernels] with vector instructions.
final class VectorDoubles implements DoubleKernels {
    @Override
    public int lanes() {
        return Species.DOUBLE_LANES;
    }

    @Override
    public void multiply(double factor, DoubleView a, DoubleView b, double keep, DoubleView c) {
        DoubleProduct.compute(factor, a, b, keep, c, false);
    }

    @Override
    public void multiplyLower(double factor, DoubleView a, DoubleView b, double keep, DoubleView c) {
        DoubleProduct.compute(factor, a, b, keep, c, true);
    }

    @Override
    public void solveLower(DoubleView triangle, DoubleView x) {
        TriangularSolve.lower(triangle, x);
    }

    @Override
    public void solveUpper(DoubleView triangle, DoubleView x) {
        TriangularSolve.upper(triangle, x);
    }

    @Override
    public void multiplyVector(DoubleView a, double[] x, int xFrom, double[] y, int yFrom) {
        DoubleRows.multiplyVector(a, x, xFrom, y, yFrom);
    }

    @Override
    public double dot(double[] x, int xFrom, double[] y, int yFrom, int length) {
        return DoubleRows.dot(x, xFrom, y, yFrom, length);
    }

    @Override
    public void addScaled(double factor, double[] x, int xFrom, double[] y, int yFrom, int length) {
        DoubleRows.addScaled(factor, x, xFrom, y, yFrom, length);
    }

    @Override
    public void rotate(double cosine, double sine, double[] x, int xFrom, double[] y, int yFrom, int length) {
        PlaneRotations.rotate(cosine, sine, x, xFrom, y, yFrom, length);
    }

    @Override
    public void rotateUpwards(DoubleView rows, double[] cosines, double[] sines, int from) {
        PlaneRotations.upwards(rows, cosines, sines, from);
    }
}
