package dev.orthant.experiments.nero;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Course;
import dev.orthant.experiments.classification.Perceptrons;
import dev.orthant.experiments.classification.Published;
import dev.orthant.experiments.classification.Task;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.training.StepView;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.ScaledRelu;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;

/// Figure 3, left, of Liu, Bernstein, Meister and Yue 2021: balancing neurons by reparameterisation is not enough.
///
/// A perceptron of five matrices of centred weight norm, √2·relu, trained by Adam (rate 0.01, constant), once from raw weights of
/// standard deviation 1 and once of 100. Both begin as the same kind of network; the raw scale sets by what angle one of Adam's
/// steps, whose length is fixed, turns a neuron.
///
/// Departures at preset `reduced`: 256 instead of 784 neurons, one epoch instead of five.
public final class Reparameterisation implements Experiment<Reparameterisation.Parameters> {
    /// @param matrices   weight matrices, at least 2
    /// @param width      neurons of a hidden layer, at least 2
    /// @param scales     standard deviations of the raw weights, ascending, each more than 0
    /// @param seeds      at least 1
    /// @param rate       Adam's, more than 0
    /// @param trainCount examples, at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    public record Parameters(
            int matrices,
            int width,
            List<Double> scales,
            int seeds,
            double rate,
            int trainCount,
            int batchSize,
            int epochs) {
        public Parameters {
            scales = List.copyOf(scales);
            new Conditions("nero-reparameterisation")
                    .within("matrices", matrices, 2, 10_000)
                    .within("width", width, 2, 46_000)
                    .eachPositive("scales", scales)
                    .atLeast("seeds", seeds, 1)
                    .positive("rate", rate)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1);
        }
    }

    /// Mini-batches that the figure averages over.
    private static final int SMOOTHING = 10;

    /// Fixed before the first run.
    private static final double LEAST_DIFFERENCE = 0.2;

    /// @param iterations training accuracy of each mini-batch before the step on it
    private record Outcome(double scale, int seed, Course course, List<Double> iterations) {}

    @Override
    public String name() {
        return "nero-reparameterisation";
    }

    @Override
    public String paper() {
        return "Liu, Bernstein, Meister and Yue 2021, Learning by turning: neural architecture aware optimisation (arXiv:2102.07227)";
    }

    @Override
    public String figure() {
        return "figure 3, left: centred weight norm at two scales of the raw weights";
    }

    @Override
    public String claim() {
        return "With reparameterised neurons, the scale of the raw weights still decides how fast training goes.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "a minute or two";
            case PAPER -> "half an hour";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(3, 16, List.of(1.0, 100.0), 1, 0.01, 400, 20, 1);
            case REDUCED -> new Parameters(5, 256, List.of(1.0, 100.0), 3, 0.01, 60_000, 250, 1);
            case PAPER -> new Parameters(5, 784, List.of(1.0, 100.0), 3, 0.01, 60_000, 250, 5);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("raw scale", "seed", "epoch", "training accuracy", "training loss", "first iteration at 0.9");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task task = Task.draw(run, parameters.trainCount(), 0);
        int cells = parameters.scales().size() * parameters.seeds();
        run.progress().begin("networks", cells);
        List<Outcome> outcomes = Parallel.map(cells, index -> {
            double scale = parameters.scales().get(index / parameters.seeds());
            int seed = index % parameters.seeds();
            Outcome outcome = train(parameters, task, scale, seed, run.streams().indexed(seed));
            run.progress().step();
            return outcome;
        });
        for (Outcome outcome : outcomes) {
            for (int epoch = 0; epoch < parameters.epochs(); epoch++) {
                run.report()
                        .row(
                                outcome.scale(),
                                outcome.seed(),
                                epoch + 1,
                                outcome.course().accuracies().get(epoch),
                                outcome.course().losses().get(epoch),
                                firstGood(outcome));
            }
        }
        run.report().figure(figure(parameters, outcomes, run.dataName()));
        run.report().claims(claims(parameters, outcomes));
        run.progress().end();
    }

    private static Outcome train(Parameters parameters, Task task, double scale, int seed, Streams streams) {
        Network network = Network.create(
                Perceptrons.of(
                        parameters.matrices() - 1,
                        parameters.width(),
                        task.classes(),
                        width -> new CentredUnitLinear(width, scale),
                        new ScaledRelu()),
                task.input(),
                new Initialiser.Prior(),
                streams.named("initial"));
        List<Double> iterations = new ArrayList<>();
        Course course = Course.of(
                new Trainer<>(
                        new Adam(parameters.rate()),
                        new Schedule.Constant(),
                        new SoftCrossEntropy(),
                        parameters.batchSize(),
                        parameters.epochs()),
                network,
                task.train(),
                Task.oneHot(task.train(), 1),
                streams.named("training"),
                new TrainingListener() {
                    @Override
                    public boolean looksBeforeUpdates() {
                        return true;
                    }

                    @Override
                    public void beforeUpdate(TrainingSession<?> session, StepView step) {
                        int[] labels = task.train().labelsOf(step.examples());
                        iterations.add((double) Task.correct(step.scores(), labels) / labels.length);
                    }
                });
        return new Outcome(scale, seed, course, iterations);
    }

    /// The first mini-batch of accuracy 0.9 or more, counted from 1; NaN if there was none.
    private static double firstGood(Outcome outcome) {
        for (int i = 0; i < outcome.iterations().size(); i++) {
            if (outcome.iterations().get(i) >= 0.9) {
                return i + 1.0;
            }
        }
        return Double.NaN;
    }

    private static List<Claim> claims(Parameters parameters, List<Outcome> outcomes) {
        double small = firstEpoch(outcomes, parameters.scales().getFirst());
        double large = firstEpoch(outcomes, parameters.scales().getLast());
        return List.of(new Claim(
                "in the first epoch the accuracy at the smallest raw scale exceeds that at the largest by more than 0.2",
                small - large > LEAST_DIFFERENCE,
                Words.number(small) + " against " + Words.number(large),
                "0.942 against 0.548 (scales 1 and 100)"));
    }

    private static double firstEpoch(List<Outcome> outcomes, double scale) {
        return outcomes.stream()
                .filter(outcome -> outcome.scale() == scale)
                .mapToDouble(outcome -> outcome.course().accuracies().getFirst())
                .average()
                .orElse(Double.NaN);
    }

    private static Figure figure(Parameters parameters, List<Outcome> outcomes, String dataName) {
        Published published = Published.read(Reparameterisation.class, "reparameterisation.csv");
        List<Curve> curves = new ArrayList<>();
        for (double scale : parameters.scales()) {
            List<Outcome> own = outcomes.stream()
                    .filter(outcome -> outcome.scale() == scale)
                    .toList();
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            int count = own.stream()
                    .mapToInt(outcome -> outcome.iterations().size())
                    .min()
                    .orElse(0);
            for (int from = 0; from < count; from += SMOOTHING) {
                int to = Math.min(count, from + SMOOTHING);
                int first = from;
                x.add((from + to) / 2.0);
                y.add(own.stream()
                        .flatMap(outcome -> outcome.iterations().subList(first, to).stream())
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(Double.NaN));
            }
            curves.add(new Curve("raw scale " + Words.rate(scale), Style.OURS, x, y, List.of()));
            Published rows = published.of(Words.rate(scale));
            if (!rows.rows().isEmpty()) {
                // Published as means of epochs of 240 iterations: drawn at their middle.
                curves.add(new Curve(
                        "raw scale " + Words.rate(scale) + ", published epoch means (MNIST, width 784)",
                        Style.PUBLISHED,
                        rows.column(1).stream().map(epoch -> 240 * epoch - 120).toList(),
                        rows.column(2),
                        List.of()));
            }
        }
        return new Figure(
                "Centred weight norm (" + dataName + ")",
                "iteration",
                "training accuracy of mini-batches",
                false,
                1.05,
                curves);
    }
}
