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
}
