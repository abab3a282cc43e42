package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import java.util.Arrays;

/// An orthant problem as samplers want it: no copies of an example, all conditions g > 0, unit variances, in the order of the
/// sampler; and the way back from g to the scores that were asked for.
///
///     fᵢ = labelᵢ √Σᵢᵢ g_{coordinateᵢ}
///
/// @param correlation of g, [m, m], m ≤ n
/// @param coordinates for every example its coordinate of g; copies of an example share one, [n]
/// @param signedScale labelᵢ √Σᵢᵢ, [n]
@SuppressWarnings("ArrayRecordComponent") // handed from one step to the next; never compared
record ReducedProblem(RegularCorrelation correlation, int[] coordinates, double[] signedScale) {
    /// @param problem    that of `covariance` and `labels`
    static ReducedProblem of(SignedCorrelation problem, Matrix covariance, int[] labels, Ordering ordering) {
        int[] representatives = problem.representatives();
        int[] distinct = problem.distinctExamples();
        SignedCorrelation reduced = problem.distinct();
        int[] order = ordering.of(reduced.matrix());
        int[] places = new int[labels.length]; // of the distinct examples
        for (int k = 0; k < order.length; k++) {
            places[distinct[order[k]]] = k;
        }
        double[] signedScale = new double[labels.length];
        Arrays.setAll(signedScale, i -> labels[i] * Math.sqrt(covariance.at(i, i)));
        return new ReducedProblem(
                RegularCorrelation.of(Ordering.permuted(reduced.matrix(), order)),
                Arrays.stream(representatives).map(i -> places[i]).toArray(),
                signedScale);
    }

    /// For samplers of scores given their signs.
    ///
    /// @throws IllegalArgumentException if two examples are the same but for their labels, or the scores are linearly dependent
    ///                                  and cannot have these signs
    static ReducedProblem possible(String operation, Matrix covariance, int[] labels, Ordering ordering) {
        SignedCorrelation problem = SignedCorrelation.of(covariance, labels);
        problem.requirePossible(operation);
        ReducedProblem reduced = of(problem, covariance, labels, ordering);
        if (reduced.correlation().comesOfJitter()) {
            throw new IllegalArgumentException(operation + ": the covariance is singular (the scores are linearly"
                    + " dependent), and no scores have these signs but for the jitter "
                    + reduced.correlation().jitter() + " that made it regular; labels that some scores have are"
                    + " required: add noise to the covariance if that is meant");
        }
        return reduced;
    }

    int size() {
        return correlation.matrix().rows();
    }

    /// A point of the orthant from which a chain can start: expectation propagation's mean, kept off the walls.
    double[] start() {
        double[] mean =
                ExpectationPropagation.of(correlation.matrix()).gaussian().mean();
        return Arrays.stream(mean).map(value -> Math.max(value, 1e-3)).toArray();
    }

    /// Writes the scores f that belong to g into a row of `scores`.
    void restore(double[] g, Matrix scores, int row) {
        for (int i = 0; i < coordinates.length; i++) {
            scores.set(row, i, signedScale[i] * g[coordinates[i]]);
        }
    }
}
