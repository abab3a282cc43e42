package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;

/// Functions drawn from a posterior, and the three classifiers that come of them (Herbrich, Graepel and Campbell 2001, "Bayes
/// point machines"):
///
///     Gibbs        sign f(x), f one of them
///     Bayes        sign Σ_f sign f(x), the majority vote
///     Bayes point  sign Σ_f f(x), the function in the centre
///
/// Sign 0 counts as wrong.
///
/// ```java
/// Committee committee = new Committee(Matrix.columnOf(1, 1, -5));     // three functions at one example
/// // one of three errs; the majority is right; the mean is −1
/// committee.gibbsError(1);                                            // → 0.333…
/// committee.bayesError(1);                                            // → 0.0
/// committee.bayesPointError(1);                                       // → 1.0
/// ```
///
/// @param scores f(x), [functions, examples], at least one of each
/// @since 0.1.0
public record Committee(Matrix scores) {
    /// Checks that there is something to vote.
    ///
    /// @throws ShapeException if there is no function or no example
    /// @throws IllegalArgumentException if a score is not finite; so does every error if a label is neither 1 nor -1
    public Committee {
        if (scores.rows() < 1 || scores.columns() < 1) {
            throw new ShapeException("committee: scores are [" + scores.rows() + ", " + scores.columns()
                    + "]; at least one function and one example are required");
        }
        if (!scores.isFinite()) {
            throw new IllegalArgumentException(
                    "committee: a score is NaN or infinite; finite scores are required:" + " look for such examples");
        }
    }

    /// {@return mean error of the functions, in [0, 1]}
    ///
    /// @param labels +1 or −1, one per example
    /// @throws ShapeException if there is not one label per example
    public double gibbsError(int... labels) {
        requireLabels(labels);
        double wrong = 0;
        for (int f = 0; f < scores.rows(); f++) {
            for (int i = 0; i < labels.length; i++) {
                wrong += scores.at(f, i) * labels[i] > 0 ? 0 : 1;
            }
        }
        return wrong / ((double) scores.rows() * labels.length);
    }

    /// {@return error of the majority vote, in [0, 1]} A tie counts as wrong.
    ///
    /// @param labels +1 or −1, one per example
    /// @throws ShapeException if there is not one label per example
    public double bayesError(int... labels) {
        requireLabels(labels);
        return error(votes(), labels);
    }

    /// {@return error of the mean function, in [0, 1]}
    ///
    /// @param labels +1 or −1, one per example
    /// @throws ShapeException if there is not one label per example
    public double bayesPointError(int... labels) {
        requireLabels(labels);
        return error(meanScores(), labels);
    }

    /// {@return a = mean over examples of (mean over functions of sign f(x))², in [0, 1]: what the C-bound needs}
    public double agreement() {
        double sum = 0;
        for (double vote : votes()) {
            sum += vote * vote;
        }
        return sum / scores.columns();
    }

    /// {@return how often the majority and the mean function differ, in [0, 1]} A tie counts as a difference.
    public double disagreement() {
        double[] votes = votes();
        double[] means = meanScores();
        double differ = 0;
        for (int i = 0; i < votes.length; i++) {
            differ += votes[i] * means[i] > 0 ? 0 : 1;
        }
        return differ / votes.length;
    }

    /// {@return the mean function, one score per example}
    public double[] meanScores() {
        double[] means = new double[scores.columns()];
        for (int f = 0; f < scores.rows(); f++) {
            for (int i = 0; i < means.length; i++) {
                means[i] += scores.at(f, i) / scores.rows();
            }
        }
        return means;
    }

    /// {@return mean over functions of sign f(x), one per example, in [-1, 1]}
    public double[] votes() {
        double[] votes = new double[scores.columns()];
        for (int f = 0; f < scores.rows(); f++) {
            for (int i = 0; i < votes.length; i++) {
                votes[i] += Math.signum(scores.at(f, i)) / scores.rows();
            }
        }
        return votes;
    }

    private static double error(double[] predictions, int[] labels) {
        double wrong = 0;
        for (int i = 0; i < labels.length; i++) {
            wrong += predictions[i] * labels[i] > 0 ? 0 : 1;
        }
        return wrong / labels.length;
    }

    private void requireLabels(int[] labels) {
        if (labels.length != scores.columns()) {
            throw new ShapeException("committee: " + labels.length + " labels came for scores of " + scores.columns()
                    + " examples; one per example is required");
        }
        SignLabels.require("committee", labels);
    }
}
