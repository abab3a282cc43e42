package dev.orthant.tensor.linear;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The thin singular value decomposition `A = U diag(σ) Vᵀ` of any matrix [m, n]: with k = min(m, n), U [m, k] and V [n, k]
/// have orthonormal columns, σ₀ ≥ σ₁ ≥ … ≥ 0.
///
/// A QR factorisation, then one-sided Jacobi rotations of the rows of R: the most accurate of the usual ways (Demmel and
/// Veselić 1992, "Jacobi's method is more accurate than QR"; Drmač and Veselić 2008, "New fast and accurate Jacobi SVD
/// algorithm"). Each σ is off by at most a small multiple of `n u σ₀`, u = 2⁻⁵³; same bits for any number of threads.
/// Departure: the columns are not sorted before the factorisation, so small singular values of badly scaled matrices have
/// that absolute accuracy, not more.
///
/// ```java
/// Matrix tall = Matrix.of(new double[] {0, 2}, new double[] {1, 0}, new double[] {0, 0});
/// Svd svd = Svd.of(tall);
/// svd.values();            // → [2.0, 1.0]
/// svd.u().rows();          // → 3
/// svd.rank(1e-12);         // → 2
/// ```
///
/// @since 0.1.0
public final class Svd {
    private final Matrix u;
    private final double[] values;
    private final Matrix v;

    private Svd(Matrix u, double[] values, Matrix v) {
        this.u = u;
        this.values = values;
        this.v = v;
    }

    /// The thin decomposition.
    ///
    /// @param matrix A, [m, n]
    /// @return       U, σ and V
    /// @throws IllegalArgumentException if an element is NaN or infinite
    /// @throws NotConverged             if the rotations do not end
    public static Svd of(Matrix matrix) {
        if (matrix.rows() < matrix.columns()) {
            Svd transposed = of(matrix.transpose());
            return new Svd(transposed.v, transposed.values, transposed.u);
        }
        Scaling scaling = Scaling.of("svd", matrix);
        Qr outer = Qr.of(scaling.scaled(matrix)); // A = Q R
        Qr inner = Qr.of(outer.r().transpose()); // Rᵀ = P S: the rows of S are nearer to orthogonal than those of R
        JacobiRows jacobi = JacobiRows.of(inner.r()); // S = Gᵀ W and W = diag(σ) Dᵀ, so A = (Q D) diag(σ) (P Gᵀ)ᵀ
        int size = matrix.columns();
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -jacobi.length(i)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = Arrays.stream(order)
                .mapToDouble(i -> jacobi.length(i) / scaling.factor())
                .toArray();
        Matrix u = outer.q().multiply(jacobi.directions(order));
        Matrix v = inner.q()
                .multiply(Matrix.fill(size, size, (i, k) -> jacobi.rotations().at(order[k], i)));
        return new Svd(u, values, v);
    }

    /// {@return U, [m, min(m, n)]}
    public Matrix u() {
        return u;
    }

    /// {@return a copy of σ, from the largest to the smallest}
    public double[] values() {
        return values.clone();
    }

    /// {@return V, [n, min(m, n)]: its transpose is the right factor}
    public Matrix v() {
        return v;
    }

    /// {@return how many singular values exceed `tolerance · σ₀`}
    ///
    /// @param tolerance `max(m, n) · 2⁻⁵²` is usual
    public int rank(double tolerance) {
        return (int) Arrays.stream(values)
                .filter(value -> value > tolerance * values[0])
                .count();
    }
}
