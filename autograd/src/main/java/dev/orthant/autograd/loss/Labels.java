package dev.orthant.autograd.loss;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;

/// Class indices that came as float32 numbers.
final class Labels {
    private Labels() {}

    /// @param scores  `[…, classes]`
    /// @param targets one whole number in [0, classes) for each row of scores
    /// @throws ShapeException           if their number is another
    /// @throws IllegalArgumentException if one is no class
    static int[] of(String loss, Tensor scores, Tensor targets) {
        int classes = scores.shape().axis(-1);
        if (classes == 0 || targets.size() != scores.size() / classes) {
            throw new ShapeException(loss + ": the scores are " + scores.shape() + " and the targets " + targets.shape()
                    + "; one class index per row of scores is required, such as [batch, 1]");
        }
        float[] numbers = targets.toArray();
        int[] labels = new int[numbers.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) numbers[i];
            if (labels[i] != numbers[i] || labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(loss + ": target " + i + " is " + numbers[i]
                        + "; a whole number from 0 to " + (classes - 1) + " is required; for probabilities use"
                        + " SoftCrossEntropy");
            }
        }
        return labels;
    }
}
