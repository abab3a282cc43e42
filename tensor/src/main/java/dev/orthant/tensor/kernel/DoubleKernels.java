package dev.orthant.tensor.kernel;

/// Every loop over float64 numbers that must be fast: the linear algebra of Gram matrices.
///
/// [ScalarDoubles] is written for the reader and defines the results; `VectorDoubles` agrees with it within the rounding
/// bounds that the tests state. [Kernels#doubles] gives the one that serves. Same bits for any number of threads.
public interface DoubleKernels {
    /// float64 numbers that one instruction handles; 1 for scalar kernels.
    int lanes();

    /// `C ← factor · A B + keep · C`. C overlaps neither A nor B.
    ///
    /// Element (i, j) depends on row i of A, column j of B and its old value alone, not on the sizes or on where the
    /// numbers lie: a product of parts is a part of the product, and A Aᵀ is symmetric, bit for bit.
    ///
    /// @param a    [m, k]
    /// @param b    [k, n]
    /// @param keep 0 overwrites C, whatever was in it
    /// @param c    [m, n]
    void multiply(double factor, DoubleView a, DoubleView b, double keep, DoubleView c);

    /// As [#multiply], of the elements on and below the diagonal alone; the others stay as they are. Their bits are those of
    /// [#multiply].
    ///
    /// @param a    [n, k]
    /// @param b    [k, n]
    /// @param c    [n, n], row-major
    void multiplyLower(double factor, DoubleView a, DoubleView b, double keep, DoubleView c);

    /// `X ← T⁻¹ X` by forward substitution: T lower triangular, only its lower triangle is read. Each column of X is
    /// solved as if it were alone, bit for bit; `X T⁻¹` is the transposed problem.
    ///
    /// @param triangle T, [n, n]
    /// @param x        [n, columns]
    void solveLower(DoubleView triangle, DoubleView x);

    /// `X ← T⁻¹ X` by back substitution: T upper triangular, only its upper triangle is read; else as [#solveLower].
    ///
    /// @param triangle T, [n, n]
    /// @param x        [n, columns]
    void solveUpper(DoubleView triangle, DoubleView x);

    /// `y ← A x`, row by row; not with the bits of [#multiply], but at the speed of memory.
    ///
    /// @param a row-major, [m, n]
    /// @param x n numbers from `xFrom`
    /// @param y m numbers from `yFrom`, overwritten; overlaps neither
    void multiplyVector(DoubleView a, double[] x, int xFrom, double[] y, int yFrom);

    /// `Σ xᵢ yᵢ` over `length` numbers.
    double dot(double[] x, int xFrom, double[] y, int yFrom, int length);

    /// `y ← y + factor · x` over `length` numbers that do not overlap.
    void addScaled(double factor, double[] x, int xFrom, double[] y, int yFrom, int length);

    /// `(x, y) ← (c x − s y, s x + c y)` over `length` numbers that do not overlap.
    void rotate(double cosine, double sine, double[] x, int xFrom, double[] y, int yFrom, int length);

    /// A chain of plane rotations from the last row of a matrix to its first: for i = rows − 2, …, 1, 0
    ///
    ///     (row i, row i + 1) ← (c row i − s row i + 1, s row i + c row i + 1)
    ///
    /// @param rows    row-major
    /// @param cosines of rotation i at index `from + i`
    /// @param sines   likewise
    void rotateUpwards(DoubleView rows, double[] cosines, double[] sines, int from);
}
