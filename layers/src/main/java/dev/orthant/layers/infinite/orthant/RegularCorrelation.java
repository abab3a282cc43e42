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

    /// A hundredfold jitter widens an orthant of dimension below n by ten times the root of the jitter, which ln P hardly
    /// notices; one that is empty without jitter becomes at least ten times as probable, ln 10 = 2.3 nats.
    private static final double MORE_JITTER = 100;
    private static final double LARGEST_CHANGE = 0.1;

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

    /// True if P comes of the jitter: scores that depend on each other linearly (more examples than the kernel has rank)
    /// cannot have all these signs, or hardly. P is then 0 or unknown; with more jitter it grows. Judged by expectation
    /// propagation's values for two jitters.
    boolean comesOfJitter() {
        return jitter > 0
                && !(Math.abs(preview(matrix.plusDiagonal((MORE_JITTER - 1) * jitter)) - preview(matrix))
                        <= LARGEST_CHANGE);
    }

    /// The estimate with a warning if [#comesOfJitter].
    OrthantEstimate judge(OrthantEstimate estimate) {
        return comesOfJitter()
                ? estimate.warned("P depends on the jitter " + jitter + ": the scores are linearly dependent, and P may"
                        + " be 0 without it")
                : estimate;
    }

    private static double preview(Matrix correlation) {
        return ExpectationPropagation.of(correlation).logProbability();
    }
}
