package dev.orthant.experiments.margins;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.margins.Histogram.Sample;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Nero;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.constraint.BalancedNeurons;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Figures 1 and 2 of Farhang et al. 2022: margins of networks that fit true labels and of networks that fit random ones.
///
/// Gradient descent without constraints (figure 1), and Nero with balanced neurons (figure 2). Random labels are fitted at a
/// larger label scale than true ones. With free norms the network of random labels ends with the smaller normalised margin,
/// the effect that Bartlett, Foster and Telgarsky 2017 explain generalisation by; with norms held it is given the larger one.
///
/// Claim: a network that fits random labels can have the larger spectrally normalised margin, so that the distribution of
/// margins alone does not explain generalisation.
///
/// Departures: the definitions of [Reading], where the paper's code differs. The published figures are pictures without
/// numbers, so nothing is drawn underneath ours. At preset `reduced` networks have 256 neurons instead of 5000 and 200
/// examples instead of 1000, and the random labels of figure 2 the scale 40 instead of 100: the same Frobenius-normalised
/// margin, 100/(28 √(5000/784)) = 40/28. Gradient descent has the rate 0.1 there: at the published 0.01 the narrower network
/// does not fit the true labels in 1000 steps (training accuracies of 0.86 to 0.93 on MNIST), and the effect of figure 1 is then reversed
/// (`--set descentRate=0.01` shows it).
public final class MarginHistograms implements Experiment<MarginHistograms.Parameters> {
    /// @param depth           weight matrices, at least 2
    /// @param width           neurons of a hidden layer, at least 1
    /// @param trainCount      examples to fit, at least 1
    /// @param testCount       examples to be judged by, at least 1
    /// @param networks        of each kind, with data of their own, at least 1
    /// @param steps           full-batch steps, at least 1
    /// @param descentRate     of gradient descent, more than 0
    /// @param neroRate        of Nero, more than 0
    /// @param decay           factor of the rate after each step, in (0, 1]
    /// @param trueScale       α of true labels, more than 0
    /// @param freeRandomScale α of random labels under gradient descent, more than 0
    /// @param heldRandomScale α of random labels under Nero, more than 0
    public record Parameters(
            int depth,
            int width,
            int trainCount,
            int testCount,
            int networks,
            int steps,
            double descentRate,
            double neroRate,
            double decay,
            double trueScale,
            double freeRandomScale,
            double heldRandomScale) {
        public Parameters {
            new Conditions("margin-histograms")
                    .within("depth", depth, 2, 10_000)
                    .within("width", width, 1, 46_000)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("testCount", testCount, 1)
                    .atLeast("networks", networks, 1)
                    .atLeast("steps", steps, 1)
                    .positive("descentRate", descentRate)
                    .positive("neroRate", neroRate)
                    .factor("decay", decay)
                    .positive("trueScale", trueScale)
                    .positive("freeRandomScale", freeRandomScale)
                    .positive("heldRandomScale", heldRandomScale);
        }
    }

    private static final double NERO_BETA = 0.999;
    private static final double PUBLISHED_DESCENT_RATE = 0.01;

    /// Fixed before the first run, as are the other thresholds.
    private static final double CONTROLLED = 0.05;

    private static final double NEAR_CHANCE = 0.05;
    private static final double LEARNT = 0.5;

    /// @param held   whether the norms are held fixed (Nero), or free (gradient descent)
    /// @param random whether the labels are random
    /// @param index  which network of its kind
    private record Cell(boolean held, boolean random, int index) {
        String rule() {
            return held ? "Nero, norms held" : "gradient descent, norms free";
        }

        String labels() {
            return random ? "random" : "true";
        }
    }

    private record Result(Cell cell, double labelScale, Reading reading, List<Double> spectral) {}

    @Override
    public String name() {
        return "margin-histograms";
    }

    @Override
    public String paper() {
        return "Farhang, Bernstein, Tirumala, Liu and Yue 2022, Investigating generalization by controlling normalized margin";
    }

    @Override
    public String figure() {
        return "figures 1 and 2: margins under true and random labels";
    }

    @Override
    public String claim() {
        return "With norms free random labels get the smaller normalised margin; with norms held they can be given the larger.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "days";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(5, 32, 40, 100, 1, 60, 0.1, 0.01, 0.999, 1, 10, 40);
            case REDUCED -> new Parameters(5, 256, 200, 1000, 3, 1000, 0.1, 0.01, 0.999, 1, 10, 40);
            case PAPER -> new Parameters(5, 5000, 1000, 10_000, 3, 1000, 0.01, 0.01, 0.999, 1, 10, 100);
        };
    }

    @Override
    public List<String> columns() {
        return List.of(
                "rule",
                "labels",
                "network",
                "label scale",
                "train accuracy",
                "test accuracy",
                "largest miss",
                "median margin",
                "median Frobenius-normalised margin",
                "median spectrally normalised margin");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        List<Cell> cells = new ArrayList<>();
        for (int index = 0; index < parameters.networks(); index++) {
            cells.add(new Cell(false, false, index));
            cells.add(new Cell(false, true, index));
            cells.add(new Cell(true, false, index));
            cells.add(new Cell(true, true, index));
        }
        List<SphereTask> tasks = Parallel.map(
                parameters.networks(),
                index -> SphereTask.draw(
                        name(),
                        run,
                        parameters.trainCount(),
                        parameters.testCount(),
                        run.streams().named("data").indexed(index)));
        run.progress().begin("networks", cells.size());
        List<Result> results = Parallel.map(cells.size(), index -> {
            Cell cell = cells.get(index);
            Result result = train(
                    parameters,
                    cell,
                    tasks.get(cell.index()),
                    run.streams().named("network").indexed(cell.index()));
            run.progress().step();
            return result;
        });
        for (Result each : results) {
            run.report()
                    .row(
                            each.cell().rule(),
                            each.cell().labels(),
                            each.cell().index(),
                            each.labelScale(),
                            each.reading().trainAccuracy(),
                            each.reading().testAccuracy(),
                            each.reading().miss(),
                            Reading.median(each.reading().margins()),
                            each.reading().normalised().quantile(0.5),
                            Reading.median(each.spectral()));
        }
        run.report().figures(figures(results, run.dataName()));
        run.report().claims(claims(results));
        if (parameters.descentRate() != PUBLISHED_DESCENT_RATE) {
            run.report()
                    .notes(
                            List.of(
                                    "Gradient descent has the rate " + Words.rate(parameters.descentRate())
                                            + " here, 0.01 in the paper. At preset reduced with 0.01 the networks do not fit the true labels (on"
                                            + " MNIST, seed 0: train accuracy 0.86 to 0.93), and random labels have the larger normalised"
                                            + " margin with norms free too: the opposite of figure 1. --set descentRate=0.01 shows it."));
        }
        run.progress().end();
    }

    private static Result train(Parameters parameters, Cell cell, SphereTask drawn, Streams streams) {
        SphereTask task = cell.random() ? drawn.withRandomLabels(streams.named("labels")) : drawn;
        double labelScale = !cell.random()
                ? parameters.trueScale()
                : cell.held() ? parameters.heldRandomScale() : parameters.freeRandomScale();
        Network network = Network.create(
                Sequential.multilayerPerceptron(
                        parameters.depth(), parameters.width(), task.train().classes()),
                task.train().exampleShape(),
                new Initialiser.UniformFanIn(),
                streams.named("initial"));
        if (cell.held()) {
            new BalancedNeurons().project(network.weights()); // as Nero will: the reference of the complexity
        }
        Weights reference = network.weights().copy();
        Optimizer<?> rule =
                cell.held() ? Nero.of(parameters.neroRate(), NERO_BETA) : new Sgd(parameters.descentRate(), 0);
        new FullBatch<>(rule, parameters.decay(), parameters.steps())
                .train(network, task.train(), labelScale, streams.named("training"));
        Reading reading = Reading.of(network, task, labelScale);
        return new Result(
                cell,
                labelScale,
                reading,
                SpectralComplexity.normalise(
                        reading.margins(),
                        network.weights(),
                        reference,
                        task.train().inputs()));
    }

    private static List<Claim> claims(List<Result> results) {
        double worstFit = results.stream()
                .mapToDouble(each -> each.reading().trainAccuracy())
                .min()
                .orElseThrow();
        double largestMiss = results.stream()
                .filter(each -> each.cell().held())
                .mapToDouble(each -> each.reading().miss())
                .max()
                .orElseThrow();
        List<Double> trueTest = testAccuracies(results, each -> !each.cell().random());
        List<Double> randomTest = testAccuracies(results, each -> each.cell().random());
        return List.of(
                new Claim(
                        "every network fits its training labels",
                        worstFit == 1,
                        "smallest training accuracy " + Words.number(worstFit),
                        "1"),
                new Claim(
                        "with norms held every training score is within 5 % of α of its target",
                        largestMiss < CONTROLLED,
                        "largest miss " + Words.number(largestMiss),
                        "none: the condition of margin control"),
                compared(results, false),
                compared(results, true),
                new Claim(
                        "networks of true labels are right on more than half of the test examples, those of random labels"
                                + " within 0.05 of chance",
                        trueTest.stream().allMatch(each -> each > LEARNT)
                                && randomTest.stream().allMatch(each -> Math.abs(each - 0.1) < NEAR_CHANCE),
                        "true " + Words.numbers(trueTest) + "; random " + Words.numbers(randomTest),
                        "chance is 0.1"));
    }

    private static List<Double> testAccuracies(List<Result> results, Predicate<Result> which) {
        return results.stream()
                .filter(which)
                .map(each -> each.reading().testAccuracy())
                .toList();
    }

    /// With free norms every pair of networks must show the smaller margin under random labels, with held norms the larger.
    private static Claim compared(List<Result> results, boolean held) {
        List<Double> ratios = new ArrayList<>();
        for (Result random : of(results, held, true).toList()) {
            Result own = of(results, held, false)
                    .filter(each -> each.cell().index() == random.cell().index())
                    .findFirst()
                    .orElseThrow();
            ratios.add(Reading.median(random.spectral()) / Reading.median(own.spectral()));
        }
        return new Claim(
                held
                        ? "with norms held, random labels have the larger median spectrally normalised margin"
                        : "with norms free, random labels have the smaller median spectrally normalised margin",
                ratios.stream().allMatch(ratio -> held ? ratio > 1 : ratio < 1),
                "random over true: " + Words.numbers(ratios),
                held ? "figure 2: larger" : "figure 1: smaller");
    }

    private static Stream<Result> of(List<Result> results, boolean held, boolean random) {
        return results.stream()
                .filter(each -> each.cell().held() == held && each.cell().random() == random);
    }

    private static List<Figure> figures(List<Result> results, String dataName) {
        List<Figure> figures = new ArrayList<>();
        for (boolean held : List.of(false, true)) {
            List<Sample> margins = new ArrayList<>();
            List<Sample> normalised = new ArrayList<>();
            for (boolean random : List.of(false, true)) {
                List<Result> own = of(results, held, random).toList();
                String name = own.getFirst().cell().labels() + " labels, α = "
                        + Words.number(own.getFirst().labelScale());
                margins.add(new Sample(
                        name,
                        own.stream()
                                .flatMap(each -> each.reading().margins().stream())
                                .toList()));
                normalised.add(new Sample(
                        name,
                        own.stream().flatMap(each -> each.spectral().stream()).toList()));
            }
            String rule = results.stream()
                    .filter(each -> each.cell().held() == held)
                    .findFirst()
                    .orElseThrow()
                    .cell()
                    .rule();
            figures.add(Histogram.figure("Margins: " + rule + " (" + dataName + ")", "margin", margins));
            figures.add(Histogram.figure(
                    "Normalised margins: " + rule + " (" + dataName + ")", "spectrally normalised margin", normalised));
        }
        return figures;
    }
}
