package dev.orthant.experiments.pruning;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;

/// What a classifier says of images after an attack on it.
///
/// @param classifier     what reports call it
/// @param attack         what reports call it; empty for clean images
/// @param gradientPasses that the attack averaged at each step
/// @param lambda         largest change of a pixel, of 255 levels; 0 for clean images
/// @param calibration    right and wrong answers by confidence
/// @param right          whether the answer is right, for each image
record Measurement(
        String classifier,
        String attack,
        int gradientPasses,
        double lambda,
        Calibration calibration,
        List<Boolean> right) {
    Measurement {
        right = List.copyOf(right);
    }

    static final String DENSE = "dense";
    static final String CLEAN = "";

    /// Accuracies of the dense network at which a gain can show itself.
    private static final double LEAST_INTERMEDIATE = 0.2;

    private static final double MOST_INTERMEDIATE = 0.9;
    private static final int AT_ONCE = 50;
    private static final int BINS = 10;

    private static Measurement of(
            String classifier, String attack, int gradientPasses, double lambda, Tensor answers, int[] labels) {
        return new Measurement(
                classifier,
                attack,
                gradientPasses,
                lambda,
                Calibration.of(answers, labels, BINS),
                Calibration.right(answers, labels));
    }

    /// Whether the accuracy leaves room for a gain and for a loss: between 20 % and 90 %.
    boolean intermediate() {
        return calibration.accuracy() >= LEAST_INTERMEDIATE && calibration.accuracy() <= MOST_INTERMEDIATE;
    }

    /// Standard error of the accuracy.
    double standardError() {
        double accuracy = calibration.accuracy();
        return Math.sqrt(accuracy * (1 - accuracy) / calibration.examples());
    }

    /// Answers on clean images.
    static Measurement clean(String classifier, Victim victim, Examples test, int passes, Streams streams) {
        Streams answers = streams.named("answers");
        List<Tensor> parts = Parallel.map(
                parts(test), index -> victim.probabilities(inputs(test, index), passes, answers.indexed(index)));
        return of(classifier, CLEAN, 0, 0, joined(parts), test.labels());
    }

    /// Answers on images that were changed so that this classifier errs, one measurement for each λ. The attacker does not
    /// know the random numbers of the answers.
    static List<Measurement> attacked(
            String classifier,
            Victim victim,
            Attack attack,
            PixelBox box,
            Examples test,
            List<Double> lambdas,
            int passes,
            Streams streams) {
        List<List<Tensor>> parts = Parallel.map(parts(test), index -> {
            List<Tensor> moved = attack.perturb(
                    victim,
                    box,
                    inputs(test, index),
                    labels(test, index),
                    lambdas,
                    streams.named("attack").indexed(index));
            List<Tensor> answers = new ArrayList<>();
            for (int i = 0; i < moved.size(); i++) {
                Streams own = streams.named("answers").indexed(i).indexed(index);
                answers.add(victim.probabilities(moved.get(i), passes, own));
            }
            return answers;
        });
        List<Measurement> all = new ArrayList<>();
        for (int i = 0; i < lambdas.size(); i++) {
            int which = i;
            Tensor answers = joined(parts.stream().map(part -> part.get(which)).toList());
            int passesTaken = victim.sampling() ? attack.gradientPasses() : Math.min(1, attack.gradientPasses());
            all.add(of(classifier, attack.name(), passesTaken, lambdas.get(i), answers, test.labels()));
        }
        return all;
    }

    private static int parts(Examples test) {
        return Math.ceilDiv(test.size(), AT_ONCE);
    }

    private static int last(Examples test, int part) {
        return Math.min(test.size(), (part + 1) * AT_ONCE);
    }

    private static Tensor inputs(Examples test, int part) {
        return test.inputs().rows(part * AT_ONCE, last(test, part));
    }

    private static int[] labels(Examples test, int part) {
        int[] labels = new int[last(test, part) - part * AT_ONCE];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = test.label(part * AT_ONCE + i);
        }
        return labels;
    }

    private static Tensor joined(List<Tensor> parts) {
        int classes = parts.getFirst().shape().axis(1);
        int size = parts.stream().mapToInt(Tensor::size).sum();
        float[] numbers = new float[size];
        int to = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.span().array(), part.span().from(), numbers, to, part.size());
            to += part.size();
        }
        return Tensor.wrap(Shape.of(size / classes, classes), numbers);
    }
}
