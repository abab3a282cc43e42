package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;

/// Bounds on the errors of classifiers that come from a posterior over functions, from the error of one drawn at random
/// (Gibbs) or from the kernel alone. None is clipped: above 1/2 (of 1) they say nothing about two classes.
///
/// The classifiers: Gibbs, sign f(x) of one f; Bayes, the majority over f; Bayes point, the sign of the mean of f
/// ([Committee] has all three). [PacBayes] bounds the error of the first.
///
/// ```java
/// // voters with an edge of ½ at every example: their majority never errs
/// RiskBounds.majority(0.25, 0.25);                                                    // → 0.0
/// // voters that are all alike: the bound says nothing
/// RiskBounds.majority(0.25, 1);                                                       // → 0.75
/// RiskBounds.bayesPoint(0.1);                                                         // → 0.27182…
/// RiskBounds.rademacher(Matrix.identity(4), new int[] {1, 1, -1, -1}, 0.01) > 1;      // → true
/// ```
///
/// @since 0.1.0
public final class RiskBounds {
    private RiskBounds() {}

    /// Majority vote from the voters' mean error g and their mean agreement A: `1 − (1 − 2g)²/A`.
    ///
    /// Source: Lacasse, Laviolette, Marchand, Germain and Usunier 2006, "PAC-Bayes bounds for the risk of the majority vote".
    ///
    /// @param gibbsError g, below ½; above it the bound does not hold
    /// @param agreement  A = E_x[(E_f sign f(x))²], in (0, 1], at least (1 − 2g)² by Jensen
    /// @return           in [0, 1]
    public static double majority(double gibbsError, double agreement) {
        requireProbability("c-bound: Gibbs error", gibbsError);
        double edge = 1 - 2 * gibbsError;
        if (!(gibbsError < 0.5) || !(agreement <= 1) || !(agreement >= edge * edge * (1 - 1e-12))) {
            throw new IllegalArgumentException("c-bound: Gibbs error " + gibbsError + " and agreement " + agreement
                    + " came; an error below 1/2 and an agreement between (1 − 2 error)² and 1 are required");
        }
        return Math.max(0, 1 - edge * edge / agreement);
    }

    /// Bayes point from the Gibbs error: `e · g`. For log-concave posteriors the mean function lies on the right side wherever
    /// a share 1 − 1/e of the functions does (Grünbaum 1960; Caplin and Nalebuff 1991).
    ///
    /// @param gibbsError or a bound on it, in [0, 1]
    /// @return the bound, at most e
    /// @throws IllegalArgumentException if the error is not in [0, 1]
    public static double bayesPoint(double gibbsError) {
        requireProbability("Grünbaum bound: Gibbs error", gibbsError);
        return Math.E * gibbsError;
    }

    /// The kernel interpolator of labels ±1, with probability at least 1 − δ over the n examples (Rademacher complexity):
    ///
    ///     error ≤ 4 B/n √(Σᵢ k(xᵢ, xᵢ)) + 9 √(ln(4/δ)/(2n)),   B² = yᵀ K⁻¹ y
    ///
    /// Source: Bartlett and Mendelson 2002, "Rademacher and Gaussian complexities", theorem 21 at margin 1, which every example
    /// has. Typically above 1.
    ///
    /// @param kernel K of the examples, [n, n], positive definite
    /// @param labels +1 or −1
    /// @param delta  δ, in (0, 1)
    /// @return the bound
    /// @throws ShapeException if there is not one label per example
    /// @throws IllegalArgumentException if δ is not in (0, 1), or a label neither 1 nor -1
    public static double rademacher(Matrix kernel, int[] labels, double delta) {
        if (labels.length != kernel.rows() || labels.length == 0) {
            throw new ShapeException("rademacher bound: the kernel is [" + kernel.rows() + ", " + kernel.columns()
                    + "] and " + labels.length + " labels came; one label per example is required");
        }
        SignLabels.require("rademacher bound", labels);
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("rademacher bound: delta is " + delta + " but must lie in (0, 1)");
        }
        int n = labels.length;
        double[] targets = new double[n];
        double trace = 0;
        for (int i = 0; i < n; i++) {
            targets[i] = labels[i];
            trace += kernel.at(i, i);
        }
        double[] whitened = GaussianProcess.of(kernel)
                .cholesky()
                .solveLower(Matrix.columnOf(targets))
                .column(0);
        double squaredNorm = 0;
        for (double value : whitened) {
            squaredNorm += value * value;
        }
        return 4 * Math.sqrt(squaredNorm * trace) / n + 9 * Math.sqrt(Math.log(4 / delta) / (2.0 * n));
    }

    private static void requireProbability(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " is " + value + " but must lie in [0, 1]");
        }
    }
}
