package dev.orthant.tensor.linear;

import dev.orthant.tensor.ShapeException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The eigenvalues and eigenvectors of a symmetric matrix, `A = V diag(λ) Vᵀ` with orthonormal columns of V.
///
/// Tridiagonal by Householder reflections, then QL iterations. The results are those of a matrix that differs from A by a
/// small multiple of `n u ‖A‖`, u = 2⁻⁵³, so each λ is off by no more than that (Golub and Van Loan 2013, "Matrix
/// computations", section 8.3); eigenvectors of close eigenvalues may turn among themselves. Same bits for any number of
/// threads.
///
/// ```java
/// Matrix stretched = Matrix.of(new double[] {3, 0}, new double[] {0, -1});
/// SymmetricEigen eigen = SymmetricEigen.of(stretched);
/// eigen.values();                                                      // → [-1.0, 3.0]
/// Math.abs(eigen.vectors().at(0, 1));                                  // → 1.0
/// SymmetricEigen.valuesOf(Matrix.fill(2, 2, (i, j) -> i - j));         // throws IllegalArgumentException
/// ```
///
/// @since 0.1.0
public final class SymmetricEigen {
    private final double[] values;
    private final Matrix vectors;

    private SymmetricEigen(double[] values, Matrix vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /// All eigenvalues and eigenvectors.
    ///
    /// @param matrix A, [n, n], symmetric
    /// @return       λ and V
    /// @throws ShapeException           if the matrix is not square
    /// @throws IllegalArgumentException if an element is NaN or infinite, or (i, j) and (j, i) differ by more than rounding:
    ///                                  `n · 2⁻⁵⁰` times the largest element
    /// @throws NotConverged             if the iteration does not end
    public static SymmetricEigen of(Matrix matrix) {
        Scaling scaling = check(matrix);
        Tridiagonal reduced = new Tridiagonal(symmetrised(matrix, scaling));
        Matrix rows = reduced.transposedQ();
        ImplicitQl.run(reduced.diagonal, reduced.beside, rows);
        int[] order = IntStream.range(0, matrix.rows())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> reduced.diagonal[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = Arrays.stream(order)
                .mapToDouble(i -> reduced.diagonal[i] / scaling.factor())
                .toArray();
        Matrix vectors = Matrix.fill(order.length, order.length, (i, k) -> rows.at(order[k], i));
        return new SymmetricEigen(values, vectors);
    }

    /// The eigenvalues alone, from the smallest to the largest: several times faster than [#of], with the same errors.
    ///
    /// @param matrix A, [n, n], symmetric
    /// @return       λ, n numbers
    /// @throws ShapeException           as [#of]
    /// @throws IllegalArgumentException as [#of]
    /// @throws NotConverged             as [#of]
    public static double[] valuesOf(Matrix matrix) {
        Scaling scaling = check(matrix);
        Tridiagonal reduced = new Tridiagonal(symmetrised(matrix, scaling));
        ImplicitQl.run(reduced.diagonal, reduced.beside, null);
        return Arrays.stream(reduced.diagonal)
                .map(value -> value / scaling.factor())
                .sorted()
                .toArray();
    }

    /// {@return a copy of λ, from the smallest to the largest}
    public double[] values() {
        return values.clone();
    }

    /// {@return V, [n, n]: column k belongs to value k}
    public Matrix vectors() {
        return vectors;
    }

    private static Scaling check(Matrix matrix) {
        if (matrix.rows() != matrix.columns()) {
            throw new ShapeException("symmetric eigenvalues: the matrix is " + matrix.size() + "; it must be square");
        }
        Scaling scaling = Scaling.of("symmetric eigenvalues", matrix);
        double allowed = matrix.rows() * 0x1p-50 * scaling.largest();
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(matrix.at(i, j) - matrix.at(j, i)) > allowed) {
                    throw new IllegalArgumentException(
                            "symmetric eigenvalues: elements (" + i + ", " + j + ") and (" + j
                                    + ", " + i + ") are " + matrix.at(i, j) + " and " + matrix.at(j, i)
                                    + "; they must be equal but"
                                    + " for rounding (" + allowed
                                    + "); average the matrix with its transpose if that is meant");
                }
            }
        }
        return scaling;
    }

    private static Matrix symmetrised(Matrix matrix, Scaling scaling) {
        Matrix copy = scaling.scaled(matrix);
        copy.mirrorLower();
        return copy;
    }
}
