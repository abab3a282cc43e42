package dev.orthant.experiments.margins;

import dev.orthant.datasets.Examples;
import dev.orthant.experiments.classification.Task;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.margin.NormalisedMargin;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// What a trained network does with its training and test examples, after the last step.
///
/// Departures from the paper's code: the opponent in a margin is the best wrong class (not class 0 or 1), test accuracy is
/// over all test examples (not over the last batch), training accuracy is that of the final weights (not of those before the
/// last step).
///
/// @param trainAccuracy share of the training examples
/// @param testAccuracy  share of the test examples
/// @param miss          largest |f − target| / α over the training scores: the margin is controlled where this is small
/// @param margins       f_y − max over j ≠ y of f_j, one per training example
/// @param normalised    the same, Frobenius-normalised
record Reading(
        double trainAccuracy, double testAccuracy, double miss, List<Double> margins, NormalisedMargin normalised) {
    Reading {
        margins = List.copyOf(margins);
    }

    /// @param labelScale α, the height of the targets
    static Reading of(Network network, SphereTask task, double labelScale) {
        Examples train = task.train();
        Tensor scores = network.predict(train.inputs());
        return new Reading(
                (double) Task.correct(scores, train.labels()) / train.size(),
                Task.accuracy(network, task.test()),
                miss(scores, Task.oneHot(train, labelScale), labelScale),
                margins(scores, train.labels()),
                NormalisedMargin.frobenius(network.weights(), train.inputs(), scores, train.labels()));
    }

    /// The margins of the first examples only.
    List<Double> marginsOfFirst(int count) {
        return margins.subList(0, count);
    }

    /// f_y − max over j ≠ y of f_j
    ///
    /// @param scores `[examples, classes]`
    static List<Double> margins(Tensor scores, int[] labels) {
        MatrixView rows = scores.matrix();
        List<Double> margins = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            int from = rows.row(i).from();
            double bestWrong = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < rows.columns(); j++) {
                if (j != labels[i]) {
                    bestWrong = Math.max(bestWrong, rows.array()[from + j]);
                }
            }
            margins.add(rows.array()[from + labels[i]] - bestWrong);
        }
        return margins;
    }

    private static double miss(Tensor scores, Tensor targets, double labelScale) {
        float[] f = scores.toArray();
        float[] t = targets.toArray();
        double largest = 0;
        for (int i = 0; i < f.length; i++) {
            largest = Math.max(largest, Math.abs((double) f[i] - t[i])); // NaN stays: max keeps it
        }
        return largest / labelScale;
    }

    /// The (lower) median.
    static double median(List<Double> numbers) {
        return new NormalisedMargin(numbers).quantile(0.5);
    }
}
