package dev.orthant.experiments.signsgd;

import dev.orthant.datasets.Batches;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.Signum;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Figures 1 and 2 of Bernstein, Wang, Azizzadenesheli and Anandkumar 2018: how dense gradients and their noise are.
///
/// At the start of every epoch the weights stand still for one pass over all mini-batches, and mean and variance of every
/// coordinate of the gradient are measured. Signs lose against SGD by up to √d where gradients are sparse and noise is dense;
/// the paper finds that both are about equally dense.
///
/// Departures: a network of two layers on small images in place of ResNet-20 on CIFAR-10, a few epochs, constant rates, no decay.
public final class GradientDensity implements Experiment<GradientDensity.Parameters> {
    /// @param width      of the hidden layer, at least 1
    /// @param trainCount examples; all if there are not so many
    /// @param batchSize  at least 1, at most half of the examples
    /// @param epochs     at least 1
    public record Parameters(int width, int trainCount, int batchSize, int epochs) {
        public Parameters {
            require("width", width, width >= 1 && width <= 46_000, "in [1, 46000]");
            require("trainCount", trainCount, trainCount >= 2, "at least 2");
            require("batchSize", batchSize, batchSize >= 1 && batchSize <= trainCount / 2, "in [1, trainCount/2]");
            require("epochs", epochs, epochs >= 1, "at least 1");
        }

        private static void require(String name, Number value, boolean holds, String required) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "signsgd-density: " + name + " is " + value + "; it must be " + required);
            }
        }
    }

    /// One pass with weights that stand still.
    ///
    /// @param gradient density of the mean gradient
    /// @param noise    density of the deviations
    private record Point(String rule, int epoch, double gradient, double noise) {
        double ratio() {
            return Math.max(gradient / noise, noise / gradient);
        }
    }

    private static final double LARGEST_RATIO = 5;

    private static final double SPARSE = 10;

    private static final List<String> COLUMNS = List.of(
            "rule",
            "epoch",
            "density of the mean gradient",
            "density of the deviations",
            "total variance",
            "mean gradient, 1-norm",
            "mean gradient, 2-norm",
            "test accuracy");

    @Override
    public String name() {
        return "signsgd-density";
    }

    @Override
    public String paper() {
        return "Bernstein, Wang, Azizzadenesheli and Anandkumar 2018, signSGD: compressed optimisation for non-convex"
                + " problems (arXiv:1802.04434)";
    }

    @Override
    public String figure() {
        return "figures 1 and 2";
    }

    @Override
    public String claim() {
        return "Gradients and their noise are about equally dense throughout training.";
    }

    @Override
    public String duration(Preset preset) {
        return preset == Preset.SMOKE ? "seconds" : "a minute or two";
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(16, 600, 100, 2);
            case REDUCED -> new Parameters(128, 60_000, 128, 5);
            case PAPER -> new Parameters(128, 60_000, 128, 160);
        };
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void run(Parameters parameters, Run run) {
        List<Point> points = new ArrayList<>();
        run.progress().begin("epochs", 3L * parameters.epochs());
        train("SGD", new Sgd(0.1, 0.9), parameters, run, points);
        train("Signum", new Signum(0.001, 0.9), parameters, run, points);
        train("Adam", new Adam(0.001), parameters, run, points);
        run.progress().end();
    }

    private static <S> void train(String name, Optimizer<S> rule, Parameters parameters, Run run, List<Point> points) {
        Classifier classifier = Classifier.of(run, parameters.width(), parameters.trainCount(), Integer.MAX_VALUE);
        Weights weights = classifier.network().weights();
        Batches still = new Batches(
                classifier.train().size(), parameters.batchSize(), run.streams().named("still"));
        Batches moving = new Batches(
                classifier.train().size(), parameters.batchSize(), run.streams().named("moving"));
        S state = rule.start(weights);
        for (int epoch = 0; epoch < parameters.epochs(); epoch++) {
            Density density = new Density(Math.toIntExact(weights.size()));
            for (int[] batch : still.epoch(epoch)) {
                density.add(classifier.gradient(weights, classifier.train().take(batch)));
            }
            points.add(new Point(name, epoch, density.ofMean(), density.ofDeviation()));
            run.report()
                    .row(
                            name,
                            epoch,
                            density.ofMean(),
                            density.ofDeviation(),
                            density.totalVariance(),
                            density.meanNorm1(),
                            density.meanNorm2(),
                            classifier.accuracy());
            run.report().claims(claims(points, weights.size()));
            run.report().figure(figure(points));
            run.report().save();
            for (int[] batch : moving.epoch(epoch)) {
                Weights gradient =
                        classifier.gradient(weights, classifier.train().take(batch));
                state = rule.step(weights, gradient, state, 1);
            }
            run.progress().step();
        }
    }

    private static List<Claim> claims(List<Point> points, long dimension) {
        double sparsest = points.stream()
                .mapToDouble(point -> Math.min(point.gradient(), point.noise()))
                .min()
                .orElse(Double.NaN);
        double ratio = points.stream().mapToDouble(Point::ratio).max().orElse(Double.NaN);
        return List.of(
                new Claim(
                        "neither gradients nor noise are sparse: both densities are above 10/d in every epoch",
                        sparsest > SPARSE / dimension,
                        "smallest " + number(sparsest) + ", 10/d = " + number(SPARSE / dimension),
                        "about 0.1 to 0.6 in figures 1 and 2, for larger networks"),
                new Claim(
                        "the two densities are within a factor of 5 of each other in every epoch",
                        ratio <= LARGEST_RATIO,
                        "largest factor " + number(ratio),
                        "of the same order in figures 1 and 2"));
    }

    private static Figure figure(List<Point> points) {
        Map<String, List<Point>> byRule = new LinkedHashMap<>();
        points.forEach(point ->
                byRule.computeIfAbsent(point.rule(), name -> new ArrayList<>()).add(point));
        List<Curve> curves = new ArrayList<>();
        byRule.forEach((name, own) -> {
            curves.add(curve(name + ", mean gradient", Style.OURS, own, Point::gradient));
            curves.add(curve(name + ", noise", Style.PUBLISHED, own, Point::noise));
        });
        return new Figure("Density of gradient and noise", "epoch", "density φ", false, 1, curves);
    }

    private static Curve curve(String name, Style style, List<Point> points, ToDoubleFunction<Point> value) {
        return new Curve(
                name,
                style,
                points.stream().map(point -> (double) point.epoch()).toList(),
                points.stream().map(value::applyAsDouble).toList(),
                List.of());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
