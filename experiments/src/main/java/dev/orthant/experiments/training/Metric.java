package dev.orthant.experiments.training;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.margin.NormalisedMargin;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// One number about a network on some examples.
public sealed interface Metric {
    /// @param inputs  `[examples, …]`
    /// @param scores  the network's, `[examples, …]`
    /// @param targets `[examples, …]`
    double of(Network network, Tensor inputs, Tensor scores, Tensor targets);

    /// All metrics from one pass over the examples, which the network predicts.
    ///
    /// @param batchSize examples predicted at once, at least 1
    static List<Double> measure(
            Network network, Tensor inputs, Tensor targets, int batchSize, List<? extends Metric> metrics) {
        Tensor scores = predict(network, inputs, batchSize);
        List<Double> numbers = new ArrayList<>();
        for (Metric metric : metrics) {
            numbers.add(metric.of(network, inputs, scores, targets));
        }
        return numbers;
    }

    private static Tensor predict(Network network, Tensor inputs, int batchSize) {
        int examples = inputs.shape().axis(0);
        int[] axes = network.layer().output(network.input()).toArray();
        int[] all = new int[axes.length + 1];
        all[0] = examples;
        System.arraycopy(axes, 0, all, 1, axes.length);
        Tensor scores = Tensor.zeros(Shape.of(all));
        for (int from = 0; from < examples; from += batchSize) {
            int to = from + Math.min(batchSize, examples - from);
            Tensor batch = network.predict(inputs.rows(from, to));
            Tensor into = scores.rows(from, to);
            System.arraycopy(
                    batch.span().array(),
                    batch.span().from(),
                    into.span().array(),
                    into.span().from(),
                    batch.size());
        }
        return scores;
    }

    /// The loss over all examples at once.
    record MeanLoss(Loss loss) implements Metric {
        @Override
        public double of(Network network, Tensor inputs, Tensor scores, Tensor targets) {
            Eager eager = new Eager();
            return loss.of(eager, eager.constant(scores), eager.constant(targets))
                    .tensor()
                    .item();
        }
    }

    /// The share of rows whose largest score is that of their class; with one score, whose sign is that of the target. A row
    /// without a largest score (NaN) is wrong.
    ///
    /// Targets are class indices `[examples, 1]`, one number for every class `[examples, classes]`, or ±1.
    record Accuracy() implements Metric {
        @Override
        public double of(Network network, Tensor inputs, Tensor scores, Tensor targets) {
            MatrixView f = scores.matrix();
            MatrixView t = targets.matrix();
            if (t.rows() != f.rows() || (t.columns() != 1 && t.columns() != f.columns())) {
                throw new ShapeException("accuracy: scores are " + scores.shape() + " and targets " + targets.shape()
                        + "; one class index, one number per class or one sign per row is required");
            }
            int right = 0;
            for (int row = 0; row < f.rows(); row++) {
                right += isRight(f, t, row) ? 1 : 0;
            }
            return (double) right / f.rows();
        }

        private static boolean isRight(MatrixView scores, MatrixView targets, int row) {
            float target = targets.array()[targets.row(row).from()];
            if (scores.columns() == 1) {
                return scores.array()[scores.row(row).from()] * target > 0;
            }
            int expected = targets.columns() == 1 ? (int) target : largest(targets, row);
            return largest(scores, row) == expected;
        }

        private static int largest(MatrixView matrix, int row) {
            int from = matrix.row(row).from();
            int best = 0;
            for (int i = 0; i < matrix.columns(); i++) {
                if (Float.isNaN(matrix.array()[from + i])) {
                    return -1;
                }
                best = matrix.array()[from + i] > matrix.array()[from + best] ? i : best;
            }
            return best;
        }
    }

    /// The Frobenius-normalised margin of the worst example; for networks of matrices alone. Targets as for [Accuracy],
    /// but not one number per class.
    record WorstMargin() implements Metric {
        @Override
        public double of(Network network, Tensor inputs, Tensor scores, Tensor targets) {
            int[] labels = new int[targets.size()];
            for (int i = 0; i < labels.length; i++) {
                float target = targets.span().array()[targets.span().from() + i];
                labels[i] = scores.matrix().columns() == 1 ? (int) Math.signum(target) : (int) target;
            }
            return NormalisedMargin.frobenius(network.weights(), inputs, scores, labels)
                    .smallest();
        }
    }
}
