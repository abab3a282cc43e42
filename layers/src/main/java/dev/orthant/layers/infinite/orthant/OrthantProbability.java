package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.OptionalDouble;

/// The probability that a random infinitely wide network fits given labels, P[labelᵢ fᵢ > 0 for all i] for
/// f ~ N(0, Σ), where it has a formula; bounds of it; and one door to estimate it where it has none.
///
/// ```java
/// Matrix covariance = Matrix.of(new double[] {1, 0.5}, new double[] {0.5, 1});
/// int[] labels = {1, 1};
/// OrthantEstimate estimate = OrthantProbability.of(covariance, labels, Streams.ofSeed(0));            // ¼ + arcsin(½)/2π = ⅓
/// Math.exp(estimate.logProbability());                                                                // → 0.33333…
/// OrthantProbability.informationContentBound(covariance, labels) > estimate.informationContent();     // → true
/// OrthantProbability.closedForm(Matrix.identity(4), new int[] {1, 1, 1, 1}).isPresent();              // → false
/// ```
///
/// @since 0.1.0
public final class OrthantProbability {
    /// A few roundings of π.
    private static final double LEAST_AREA = 1e-14;

    private OrthantProbability() {}

    /// By formula if there is one, otherwise by [SequentialMonteCarlo#standard]: the door for every n from 1 to a few
    /// thousand. Read `estimate.reliable()` before the number.
    ///
    /// Copies of an example with the same label count once. Copies with different labels have P = 0, ln P = −∞.
    ///
    /// @param covariance Σ, symmetric with a positive diagonal, [n, n]
    /// @param labels     c, each 1 or -1
    /// @param streams    where the samples come from, if any are drawn
    /// @return ln P, its error bar, and how far to trust it
    /// @throws dev.orthant.tensor.linear.NotPositiveDefinite if the covariance is none
    public static OrthantEstimate of(Matrix covariance, int[] labels, Streams streams) {
        return estimate(covariance, labels, SequentialMonteCarlo.standard(), streams);
    }

    /// ln P by formula if there is one, otherwise expectation propagation's value: quick, deterministic, without error bar.
    /// Mostly too low, by up to about a nat on kernels of images.
    ///
    /// @param covariance Σ, symmetric with a positive diagonal, [n, n]
    /// @param labels     c, each 1 or -1
    /// @return ln P, approximately
    public static double preview(Matrix covariance, int[] labels) {
        OptionalDouble exact = closedForm(covariance, labels);
        return exact.isPresent()
                ? exact.getAsDouble()
                : ExpectationPropagation.of(SignedCorrelation.of(covariance, labels)
                                .distinct()
                                .regular()
                                .matrix())
                        .logProbability();
    }

    /// By formula if there is one, otherwise by the estimator.
    ///
    /// @param covariance Σ, symmetric with a positive diagonal, [n, n]
    /// @param labels     c, each 1 or -1
    /// @param estimator  is asked where there is no formula
    /// @param streams    where its samples come from
    /// @return ln P, its error bar, and how far to trust it
    public static OrthantEstimate estimate(
            Matrix covariance, int[] labels, OrthantEstimator estimator, Streams streams) {
        OptionalDouble exact = closedForm(covariance, labels);
        return exact.isPresent()
                ? OrthantEstimate.exact(exact.getAsDouble())
                : estimator.estimate(covariance, labels, streams);
    }

    /// {@return ln P where it is known} For up to three examples that differ, and −∞ if two examples are the same but
    /// for their labels.
    ///
    ///     n = 1:  P = 1/2
    ///     n = 2:  P = 1/4 + arcsin(t₁₂)/(2π)
    ///     n = 3:  P = 1/8 + (arcsin t₁₂ + arcsin t₁₃ + arcsin t₂₃)/(4π)
    ///
    /// with tᵢⱼ = cᵢ cⱼ Σᵢⱼ/√(Σᵢᵢ Σⱼⱼ) (Sheppard 1899). Computed with arcsin t = arccos(−t) − π/2, which loses no digits
    /// where P is small for n = 2; for n = 3 its error is 10⁻¹⁶, and P below 10⁻¹⁵ is taken as 0.
    ///
    /// @param covariance Σ, symmetric with a positive diagonal, [n, n]
    /// @param labels     c, each 1 or -1
    public static OptionalDouble closedForm(Matrix covariance, int[] labels) {
        SignedCorrelation all = SignedCorrelation.of(covariance, labels);
        if (all.contradictory()) {
            return OptionalDouble.of(Double.NEGATIVE_INFINITY);
        }
        SignedCorrelation problem = all.distinct();
        if (problem.size() <= 3) {
            problem.regular(); // refuses what is no covariance
        }
        return switch (problem.size()) {
            case 1 -> OptionalDouble.of(-Math.log(2));
            case 2 -> OptionalDouble.of(Math.log(Math.acos(-problem.at(0, 1)) / (2 * Math.PI)));
            case 3 -> OptionalDouble.of(Math.log(triangleArea(problem) / (4 * Math.PI)));
            default -> OptionalDouble.empty();
        };
    }

    /// An upper bound of −ln P by Jensen's inequality, C₁ ≥ C₀.
    ///
    ///     C₁ = n (ln 2 − 1/2) + d [(1/2 − 1/π) tr Σ⁻¹ + cᵀ Σ⁻¹ c / π],   d = det(Σ)^(1/n)
    ///
    /// Source: Bernstein and Yue 2021, "Computing the information content of trained neural networks" (arXiv 2103.01045). Here Σ is
    /// first scaled to unit diagonal, which leaves P as it is (and their kernels have it anyway); copies of an example with the
    /// same label count once, as in P.
    ///
    /// @param covariance Σ, symmetric with a positive diagonal, [n, n]
    /// @param labels     c, each 1 or -1
    /// @return C₁ in nats, at least −ln P
    public static double informationContentBound(Matrix covariance, int[] labels) {
        return bound(covariance, labels, Math.log(2) - 0.5);
    }

    /// As [#informationContentBound], with the constant ln 2 − 1/2 = 0.1931… rounded up to 1/5 as in the paper's version 1
    /// and its logs: for comparison with published figures.
    ///
    /// @param covariance Σ, symmetric with a positive diagonal, [n, n]
    /// @param labels     c, each 1 or -1
    /// @return C₁ in nats, with the larger constant
    public static double publishedInformationContentBound(Matrix covariance, int[] labels) {
        return bound(covariance, labels, 0.2);
    }

    /// Spherical excess of a triangle: its area on the unit sphere. 0 if it is no more than rounding errors of angles: then the
    /// three scores are linearly dependent and cannot all be positive.
    private static double triangleArea(SignedCorrelation problem) {
        double area =
                Math.acos(-problem.at(0, 1)) + Math.acos(-problem.at(0, 2)) + Math.acos(-problem.at(1, 2)) - Math.PI;
        return area > LEAST_AREA ? area : 0;
    }

    private static double bound(Matrix covariance, int[] labels, double constant) {
        SignedCorrelation all = SignedCorrelation.of(covariance, labels);
        if (all.contradictory()) {
            return Double.POSITIVE_INFINITY;
        }
        SignedCorrelation problem = all.distinct(); // the same P; with copies det Σ = 0, and the bound is infinite
        int size = problem.size();
        Cholesky cholesky = problem.regular().cholesky();
        Matrix inverse = cholesky.inverse();
        double trace = 0;
        double total = 0; // cᵀ Σ⁻¹ c: the signs are in T already
        for (int i = 0; i < size; i++) {
            trace += inverse.at(i, i);
            for (double value : inverse.row(i)) {
                total += value;
            }
        }
        double scale = Math.exp(cholesky.logDeterminant() / size);
        return size * constant + scale * ((0.5 - 1 / Math.PI) * trace + total / Math.PI);
    }
}
