package dev.orthant.experiments.fromage;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Candidate;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Course;
import dev.orthant.experiments.classification.Look;
import dev.orthant.experiments.classification.Perceptrons;
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
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.ScaledRelu;
import dev.orthant.optimizers.Fromage;
import dev.orthant.optimizers.Lars;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Figure 2, right, of Bernstein, Vahdat, Yue and Liu 2020: norms of the layers while training at a constant rate.
///
///     LARS:     W ← W − η ‖W‖ G/‖G‖                 ‖W‖² grows by 1 + η² − 2 η cos(W, G) in a step
///     Fromage:  the same, divided by √(1 + η²)      ‖W‖² grows by 1 − 2 η cos(W, G) / (1 + η²)
///
/// A step orthogonal to W makes ‖W‖ grow by √(1 + η²) under LARS and leaves it under Fromage. How far gradients are orthogonal
/// is measured: the table has the mean cosine of every layer and epoch.
///
/// Departures: the published figure shows a GAN; this is a perceptron without biases, √2·relu, cross entropy.
public final class FromageNorms implements Experiment<FromageNorms.Parameters> {
    /// @param matrices   weight matrices, at least 1
    /// @param width      neurons of a hidden layer, at least 1
    /// @param trainCount examples, at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    /// @param rate       of both rules, more than 0
    public record Parameters(int matrices, int width, int trainCount, int batchSize, int epochs, double rate) {
        public Parameters {
            new Conditions("fromage-norms")
                    .within("matrices", matrices, 1, 10_000)
                    .within("width", width, 1, 46_000)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1)
                    .positive("rate", rate);
        }
    }

    private static final String LARS = "LARS";
    private static final String FROMAGE = "Fromage";

    /// "Do not grow" means by no more than this; fixed before the first run.
    private static final double TOLERATED = 1.05;

    /// @param growth  ‖W‖ at the end of each epoch over ‖W‖ at the start
    /// @param cosines mean cosine of W and G in each epoch
    private record LayerCourse(String layer, List<Double> growth, List<Double> cosines) {}

    private record Outcome(String rule, Course course, List<LayerCourse> layers) {
        double largestGrowth() {
            return layers.stream()
                    .mapToDouble(layer -> layer.growth().getLast())
                    .max()
                    .orElse(Double.NaN);
        }
    }

    @Override
    public String name() {
        return "fromage-norms";
    }

    @Override
    public String paper() {
        return "Bernstein, Vahdat, Yue and Liu 2020, On the distance between two neural networks and the stability of learning (arXiv:2002.03432)";
    }

    @Override
    public String figure() {
        return "figure 2, right: norms of the layers during training";
    }

    @Override
    public String claim() {
        return "Relative updates alone let the norms of the layers grow without end; Fromage's correction stops that.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "a minute or two";
            case PAPER -> "some hours";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(3, 16, 200, 50, 2, 0.01);
            case REDUCED -> new Parameters(5, 128, 5_000, 50, 30, 0.01);
            case PAPER -> new Parameters(5, 784, 60_000, 250, 100, 0.01);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("rule", "layer", "epoch", "norm over first norm", "cosine of weights and gradient");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task task = Task.draw(run, parameters.trainCount(), 0);
        List<Candidate> candidates = List.of(
                new Candidate(LARS, parameters.rate(), new Lars(parameters.rate(), 0, 0)),
                new Candidate(FROMAGE, parameters.rate(), new Fromage(parameters.rate())));
        run.progress().begin("networks", candidates.size());
        List<Outcome> outcomes = Parallel.map(candidates.size(), index -> {
            Outcome outcome = train(parameters, task, candidates.get(index), run.streams());
            run.progress().step();
            return outcome;
        });
        for (Outcome outcome : outcomes) {
            for (LayerCourse layer : outcome.layers()) {
                for (int epoch = 0; epoch < parameters.epochs(); epoch++) {
                    run.report()
                            .row(
                                    outcome.rule(),
                                    layer.layer(),
                                    epoch + 1,
                                    layer.growth().get(epoch),
                                    layer.cosines().get(epoch));
                }
            }
        }
        run.report().figure(figure(outcomes, run.dataName()));
        run.report().claims(claims(parameters, task, outcomes));
        run.report()
                .notes(outcomes.stream()
                        .map(outcome -> outcome.rule() + ": training accuracy of the last epoch "
                                + Words.number(outcome.course().lastAccuracy()) + ".")
                        .toList());
        run.progress().end();
    }

    private static Outcome train(Parameters parameters, Task task, Candidate candidate, Streams streams) {
        Network network = Network.create(
                Perceptrons.of(
                        parameters.matrices() - 1, parameters.width(), task.classes(), Linear::of, new ScaledRelu()),
                task.input(),
                new Initialiser.Prior(),
                streams.named("initial"));
        List<Weight> weights = List.copyOf(network.weights().all());
        int epochs = parameters.epochs();
        double[] first = weights.stream().mapToDouble(FromageNorms::norm).toArray();
        double[][] norms = new double[weights.size()][epochs];
        Arrays.stream(norms).forEach(each -> Arrays.fill(each, Double.NaN)); // of epochs that a divergence leaves out
        double[][] cosines = new double[weights.size()][epochs];
        int[] steps = new int[epochs];
        Course course = Course.of(
                new Trainer<>(
                        candidate.optimizer(),
                        new Schedule.Constant(),
                        new SoftCrossEntropy(),
                        parameters.batchSize(),
                        epochs),
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
                        int epoch = session.cursor().epoch();
                        Weights gradients = step.gradients().formed();
                        steps[epoch]++;
                        for (int i = 0; i < weights.size(); i++) {
                            Weight weight = weights.get(i);
                            cosines[i][epoch] += cosine(weight.tensor(), gradients.get(weight.name()));
                        }
                    }

                    @Override
                    public boolean afterEpoch(TrainingSession<?> session, int epoch, double meanLoss) {
                        for (int i = 0; i < weights.size(); i++) {
                            norms[i][epoch] = norm(weights.get(i));
                        }
                        return true;
                    }
                });
        List<LayerCourse> layers = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            int layer = i;
            layers.add(new LayerCourse(
                    weights.get(i).name(),
                    IntStream.range(0, epochs)
                            .mapToObj(epoch -> norms[layer][epoch] / first[layer])
                            .toList(),
                    IntStream.range(0, epochs)
                            .mapToObj(epoch -> cosines[layer][epoch] / steps[epoch])
                            .toList()));
        }
        return new Outcome(candidate.rule(), course, layers);
    }

    private static double norm(Weight weight) {
        double sum = 0;
        for (float number : weight.tensor().toArray()) {
            sum += (double) number * number;
        }
        return Math.sqrt(sum);
    }

    private static double cosine(Tensor weight, Tensor gradient) {
        float[] w = weight.toArray();
        float[] g = gradient.toArray();
        double product = 0;
        double weightSquares = 0;
        double squares = 0;
        for (int i = 0; i < w.length; i++) {
            product += (double) w[i] * g[i];
            weightSquares += (double) w[i] * w[i];
            squares += (double) g[i] * g[i];
        }
        return product == 0 ? 0 : product / Math.sqrt(weightSquares * squares);
    }

    private static List<Claim> claims(Parameters parameters, Task task, List<Outcome> outcomes) {
        Outcome lars = outcomes.get(0);
        Outcome fromage = outcomes.get(1);
        boolean monotone = lars.layers().stream().allMatch(FromageNorms::grows);
        double steps = (double) parameters.epochs() * Math.ceilDiv(task.train().size(), parameters.batchSize());
        double orthogonal = Math.pow(1 + parameters.rate() * parameters.rate(), steps / 2);
        return List.of(
                new Claim(
                        "under LARS the norm of every layer grows in every epoch",
                        monotone,
                        "at the end the norms are " + growths(lars)
                                + " times the first; orthogonal gradients would give " + Words.number(orthogonal),
                        "grow all along the training of a GAN"),
                new Claim(
                        "under Fromage no norm grows by more than 5 %",
                        fromage.largestGrowth() <= TOLERATED,
                        "at the end the norms are " + growths(fromage) + " times the first",
                        "flat"),
                new Claim(
                        "under LARS the largest growth is larger than under Fromage",
                        lars.largestGrowth() > fromage.largestGrowth(),
                        Words.number(lars.largestGrowth()) + " against " + Words.number(fromage.largestGrowth()),
                        "as above"));
    }

    private static boolean grows(LayerCourse layer) {
        double before = 1;
        for (double growth : layer.growth()) {
            if (!(growth > before)) {
                return false;
            }
            before = growth;
        }
        return true;
    }

    private static String growths(Outcome outcome) {
        return Words.numbers(
                outcome.layers().stream().map(layer -> layer.growth().getLast()).toList());
    }

    private static Figure figure(List<Outcome> outcomes, String dataName) {
        List<Curve> curves = new ArrayList<>();
        double largest = 1;
        for (Outcome outcome : outcomes) {
            for (LayerCourse layer : outcome.layers()) {
                List<Double> growth = layer.growth();
                largest = Math.max(largest, growth.stream().max(Double::compare).orElse(1.0));
                curves.add(new Curve(
                        outcome.rule() + ", " + layer.layer(),
                        Style.OURS,
                        IntStream.rangeClosed(1, growth.size())
                                .mapToObj(epoch -> (double) epoch)
                                .toList(),
                        growth,
                        List.of()));
            }
        }
        return new Figure(
                "Norms of the layers (" + dataName + ")", "epoch", "‖W‖ / first ‖W‖", false, 1.05 * largest, curves);
    }
}
