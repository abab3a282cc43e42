package dev.orthant.experiments.agd;

import dev.orthant.autograd.loss.MeanSquaredError;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Candidate;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Course;
import dev.orthant.experiments.classification.Task;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Agd;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Figure 1 and the depth sweep of Bernstein, Mingard, Huang, Azizan and Yue 2023: automatic gradient descent trains perceptrons
/// of any depth with nothing to choose, where Adam and SGD at their usual rates fail on the deepest.
///
/// Matrices without biases, √2·relu, the mean square distance from √classes · one-hot over all entries, AGD from its
/// semi-orthogonal weights, Adam (rate 0.001) and SGD (0.1, no momentum) from PyTorch's default weights on the deepest network.
///
/// Departures: the paper's sweep is on CIFAR-10 (depths 2 to 32, widths 64 to 2048); this one is on whatever data set it is given,
/// at one width.
public final class AgdDepth implements Experiment<AgdDepth.Parameters> {
    /// @param depths     weight matrices of the networks that AGD trains, ascending, each at least 2
    /// @param deepest    weight matrices of the network that all three train, at least 2
    /// @param width      neurons of a hidden layer, at least 1
    /// @param trainCount examples, at least 1
    /// @param testCount  at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    public record Parameters(
            List<Integer> depths, int deepest, int width, int trainCount, int testCount, int batchSize, int epochs) {
        public Parameters {
            depths = List.copyOf(depths);
            new Conditions("agd-depth")
                    .eachAtLeast("depths", depths, 2)
                    .within("deepest", deepest, 2, 10_000)
                    .within("width", width, 1, 46_000)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("testCount", testCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1);
        }
    }

    private static final String AGD = "AGD";

    /// Fixed before the first run, as are the others.
    private static final double TRAINED = 0.95;

    private static final double DEEP_TRAINED = 0.8;
    private static final double FAILED = 0.3;
    private static final int SHALLOW = 10;

    /// @param stepSizes η of AGD, mean of each epoch; empty for the others
    private record Outcome(Candidate candidate, int depth, Course course, List<Double> stepSizes, double testAccuracy) {
        boolean is(String rule) {
            return candidate.rule().equals(rule);
        }
    }

    @Override
    public String name() {
        return "agd-depth";
    }

    @Override
    public String paper() {
        return "Bernstein, Mingard, Huang, Azizan and Yue 2023, Automatic gradient descent: deep learning without hyperparameters (arXiv:2304.05187)";
    }

    @Override
    public String figure() {
        return "figures 1 and 2: perceptrons of many depths without a learning rate";
    }

    @Override
    public String claim() {
        return "Automatic gradient descent trains shallow and deep perceptrons without any choice of a learning rate.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "some hours";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(2, 4), 6, 16, 200, 50, 50, 1);
            case REDUCED -> new Parameters(List.of(2, 4, 10, 20), 32, 128, 20_000, 1_000, 128, 10);
            case PAPER -> new Parameters(List.of(2, 4, 8, 10, 16, 20), 32, 256, 60_000, 10_000, 128, 200);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("rule", "matrices", "epoch", "training accuracy", "training loss", "step size", "test accuracy");
    }

    private record Cell(Candidate candidate, int depth) {}

    private static List<Cell> cells(Parameters parameters) {
        Candidate agd = new Candidate(AGD, Double.NaN, new Agd());
        Stream<Cell> sweep = parameters.depths().stream().map(depth -> new Cell(agd, depth));
        Stream<Cell> deepest = Stream.of(
                        agd, new Candidate("Adam", 0.001, new Adam(0.001)), new Candidate("SGD", 0.1, new Sgd(0.1, 0)))
                .map(candidate -> new Cell(candidate, parameters.deepest()));
        // The deepest take longest and begin first: the other thread has the rest.
        return Stream.concat(deepest, sweep)
                .sorted(Comparator.comparingInt(Cell::depth).reversed())
                .toList();
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task task = Task.draw(run, parameters.trainCount(), parameters.testCount());
        List<Cell> cells = cells(parameters);
        run.progress().begin("networks", cells.size());
        List<Outcome> outcomes = Parallel.map(cells.size(), index -> {
            Cell cell = cells.get(index);
            Outcome outcome = train(parameters, task, cell, run.streams());
            run.progress().step();
            return outcome;
        });
        outcomes.forEach(outcome -> write(outcome, run));
        run.report().figure(figure(outcomes, run.dataName()));
        run.report().claims(claims(parameters, outcomes));
        run.report().notes(notes(outcomes));
        run.progress().end();
    }

    private static Outcome train(Parameters parameters, Task task, Cell cell, Streams streams) {
        Sequential layer = Sequential.multilayerPerceptron(cell.depth(), parameters.width(), task.classes());
        Network network = Network.create(
                layer,
                task.input(),
                new Initialiser.UniformFanIn(),
                streams.named("initial").indexed(cell.depth()));
        if (cell.candidate().rule().equals(AGD)) {
            Agd.initialise(network.weights(), streams.named("semi-orthogonal").indexed(cell.depth()));
        }
        double[] stepSizes = new double[parameters.epochs()];
        int[] steps = new int[parameters.epochs()];
        int perEpoch = Math.ceilDiv(task.train().size(), parameters.batchSize());
        Course course = Course.of(
                new Trainer<>(
                        cell.candidate().optimizer(),
                        new Schedule.Constant(),
                        new MeanSquaredError(),
                        parameters.batchSize(),
                        parameters.epochs()),
                network,
                task.train(),
                Task.oneHot(task.train(), Math.sqrt(task.classes())),
                streams.named("training"),
                new TrainingListener() {
                    @Override
                    public void afterStep(TrainingSession<?> session, float loss) {
                        if (session.state() instanceof Agd.State state) {
                            int epoch = Math.toIntExact((session.cursor().step() - 1) / perEpoch);
                            stepSizes[epoch] += state.stepSize();
                            steps[epoch]++;
                        }
                    }
                });
        List<Double> means = IntStream.range(0, parameters.epochs())
                .filter(epoch -> steps[epoch] > 0)
                .mapToObj(epoch -> stepSizes[epoch] / steps[epoch])
                .toList();
        return new Outcome(cell.candidate(), cell.depth(), course, means, Task.accuracy(network, task.test()));
    }

    private static void write(Outcome outcome, Run run) {
        Course course = outcome.course();
        int last = course.accuracies().size();
        for (int epoch = 1; epoch <= last; epoch++) {
            run.report()
                    .row(
                            outcome.candidate().rule(),
                            outcome.depth(),
                            epoch,
                            course.accuracies().get(epoch - 1),
                            course.losses().get(epoch - 1),
                            epoch <= outcome.stepSizes().size()
                                    ? outcome.stepSizes().get(epoch - 1)
                                    : Double.NaN,
                            epoch == last ? outcome.testAccuracy() : Double.NaN);
        }
    }

    private static List<Claim> claims(Parameters parameters, List<Outcome> outcomes) {
        List<Outcome> agd = outcomes.stream().filter(outcome -> outcome.is(AGD)).toList();
        List<Outcome> shallow =
                agd.stream().filter(outcome -> outcome.depth() <= SHALLOW).toList();
        List<Outcome> middle = agd.stream()
                .filter(outcome -> outcome.depth() > SHALLOW && outcome.depth() < parameters.deepest())
                .toList();
        List<Outcome> others =
                outcomes.stream().filter(outcome -> !outcome.is(AGD)).toList();
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim(
                "AGD's training accuracy is above 0.95 at all depths up to 10",
                shallow.stream().allMatch(outcome -> outcome.course().lastAccuracy() > TRAINED),
                accuracies(shallow),
                "no numbers for MNIST"));
        if (!middle.isEmpty()) {
            claims.add(new Claim(
                    "it is above 0.8 at larger depths below " + parameters.deepest(),
                    middle.stream().allMatch(outcome -> outcome.course().lastAccuracy() > DEEP_TRAINED),
                    accuracies(middle),
                    "no numbers for MNIST"));
        }
        List<Outcome> deepest = agd.stream()
                .filter(outcome -> outcome.depth() == parameters.deepest())
                .toList();
        claims.add(new Claim(
                "AGD trains " + parameters.deepest() + " matrices: its training accuracy is above 0.8 there too",
                deepest.stream().allMatch(outcome -> outcome.course().lastAccuracy() > DEEP_TRAINED),
                accuracies(deepest),
                "figure 1, 32 layers on CIFAR-10: AGD trains"));
        claims.add(new Claim(
                "Adam and SGD at their default rates stay below 0.3 at " + parameters.deepest() + " matrices",
                others.stream().allMatch(outcome -> outcome.course().lastAccuracy() < FAILED),
                accuracies(others),
                "figure 1, 32 layers on CIFAR-10: AGD trains, Adam and SGD fail"));
        claims.add(new Claim(
                "AGD's step size ends below its maximum, at every depth",
                agd.stream().allMatch(AgdDepth::falls),
                agd.stream()
                        .map(outcome -> outcome.depth() + " matrices: "
                                + Words.number(outcome.stepSizes().getLast()) + " after at most "
                                + Words.number(outcome.stepSizes().stream()
                                        .max(Double::compare)
                                        .orElse(Double.NaN)))
                        .reduce((a, b) -> a + "; " + b)
                        .orElse(""),
                "rises slowly, then falls as the training accuracy nears 100 %"));
        return claims;
    }

    private static boolean falls(Outcome outcome) {
        double largest = outcome.stepSizes().stream().max(Double::compare).orElse(Double.NaN);
        return outcome.stepSizes().getLast() < largest;
    }

    private static String accuracies(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.candidate().rule() + " with " + outcome.depth() + " matrices "
                        + Words.number(outcome.course().lastAccuracy()))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    private static List<String> notes(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.candidate().rule() + ", " + outcome.depth() + " matrices: test accuracy "
                        + Words.number(outcome.testAccuracy()) + ".")
                .toList();
    }

    private static Figure figure(List<Outcome> outcomes, String dataName) {
        List<Curve> curves = outcomes.stream()
                .map(outcome -> new Curve(
                        outcome.candidate().rule() + ", " + outcome.depth() + " matrices",
                        Style.OURS,
                        IntStream.rangeClosed(1, outcome.course().accuracies().size())
                                .mapToObj(epoch -> (double) epoch)
                                .toList(),
                        outcome.course().accuracies(),
                        List.of()))
                .toList();
        return new Figure(
                "Without a learning rate (" + dataName + ")", "epoch", "training accuracy", false, 1.05, curves);
    }
}
