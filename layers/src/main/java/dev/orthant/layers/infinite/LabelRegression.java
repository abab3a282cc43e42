package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;
import java.util.Arrays;

/// Classification by regression on labels, as papers on kernels of networks do it: every class is an output whose target
/// is high for its own examples; the highest score is the prediction.
///
///     targets(i, c) = 1[c = yᵢ] − 1/classes
///
/// ```java
/// int[] labels = {0, 1};
/// Matrix targets = LabelRegression.targets(labels, 2);    // → matrix [2, 2] {0.500000, -0.500000; -0.500000, 0.500000}
/// Matrix scores = GaussianProcess.of(Matrix.identity(2), 1e-4).mean(Matrix.of(new double[] {0.9, 0.1}), targets);
/// LabelRegression.predictions(scores);                    // → [0]
/// LabelRegression.accuracy(targets, labels);              // → 1.0
/// ```
///
/// @since 0.1.0
public final class LabelRegression {
    private LabelRegression() {}

    /// The targets above: their sum is 0 for every example.
    ///
    /// @param labels  in [0, classes)
    /// @param classes at least 2
    /// @return        [labels, classes]
    public static Matrix targets(int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes || classes < 2) {
                throw new IllegalArgumentException(
                        "label regression: label " + i + " is " + labels[i] + " of " + classes
                                + " classes; labels from 0 on, below the number of classes, of at least 2, are required");
            }
        }
        return Matrix.fill(labels.length, classes, (i, c) -> (labels[i] == c ? 1.0 : 0.0) - 1.0 / classes);
    }

    /// {@return the class of the highest score in each row, the first of equal ones}
    ///
    /// @param scores [examples, classes]
    /// @throws IllegalArgumentException if a score is NaN: no class is then the highest
    public static int[] predictions(Matrix scores) {
        int[] predictions = new int[scores.rows()];
        for (int i = 0; i < predictions.length; i++) {
            if (Arrays.stream(scores.row(i)).anyMatch(Double::isNaN)) {
                throw new IllegalArgumentException("label regression: a score of example " + i
                        + " is NaN; numbers are required: look for such examples or targets");
            }
            for (int c = 1; c < scores.columns(); c++) {
                if (scores.at(i, c) > scores.at(i, predictions[i])) {
                    predictions[i] = c;
                }
            }
        }
        return predictions;
    }

    /// {@return the share of rows whose highest score is that of the label}
    ///
    /// @param scores [examples, classes]
    /// @param labels the right class of each row, from 0
    /// @throws ShapeException if there is not one label per row, or none at all
    public static double accuracy(Matrix scores, int[] labels) {
        if (labels.length != scores.rows() || labels.length == 0) {
            throw new ShapeException("label regression: " + labels.length + " labels came for scores of "
                    + scores.rows() + " examples; one each is required, at least one");
        }
        int[] predictions = predictions(scores);
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += predictions[i] == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
