package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.NotPositiveDefinite;
import java.util.Arrays;

/// A correlation matrix that can be factored, after the smallest addition to its diagonal that makes it so.
///
/// A pivot below 10⁻¹³ is rounding, not variance: what is divided by it would be noise.
///
/// @param matrix   T + jitter I
/// @param cholesky its factor
/// @param jitter   one of 0, 10⁻¹², 10⁻¹⁰, 10⁻⁸
record RegularCorrelation(Matrix matrix, Cholesky cholesky, double jitter) {
    private static final double[] JITTERS = {0, 1e-12, 1e-10, 1e-8};
    private static final double LEAST_PIVOT = 1e-13;

    /// @throws NotPositiveDefinite if there is none: the matrix is no covariance
    static RegularCorrelation of(Matrix correlation) {
        for (double jitter : JITTERS) {
            try {
                Matrix matrix = jitter == 0 ? correlation : correlation.plusDiagonal(jitter);
                Cholesky cholesky = Cholesky.of(matrix);
                if (Arrays.stream(cholesky.lower().diagonal()).allMatch(pivot -> pivot * pivot > LEAST_PIVOT)) {
                    return new RegularCorrelation(matrix, cholesky, jitter);
                }
            } catch (NotPositiveDefinite _) {
                // the next jitter is larger
            }
        }
        throw new NotPositiveDefinite("orthant: the correlation matrix of the " + correlation.rows()
                + " examples is not positive semidefinite, even with 1e-8 added to its diagonal; a covariance is"
                + " required: check how it was computed");
    }
}
