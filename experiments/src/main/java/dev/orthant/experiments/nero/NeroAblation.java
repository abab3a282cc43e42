package dev.orthant.experiments.nero;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.BadInput;
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
import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.Network;
import dev.orthant.layers.ScaledRelu;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Constrained;
import dev.orthant.optimizers.Lamb;
import dev.orthant.optimizers.NeuronNormalised;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.constraint.BalancedNeurons;
import dev.orthant.optimizers.constraint.CentredNeurons;
import dev.orthant.optimizers.constraint.UnitNeurons;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Figure 1 of Liu, Bernstein, Meister and Yue 2021: Nero on a convolutional network with both of its constraints, with either,
/// and with none.
///
/// Convolutions 3 × 3 without normalisation layers, each followed by √2·relu and max pooling 2 × 2, then a fully connected layer and
/// the scores; cross entropy; the rate falls by a tenth after every epoch. Every variant at every rate of a grid and
/// judged by its best; Nero also at its default rate 0.01, against Adam, LAMB and SGD at their best.
///
/// Departures: the paper trains VGG-11 (eight convolutions, two hidden layers of 4096 with dropout, relu) on augmented CIFAR-10
/// for 199 epochs in batches of 128, with a warm-up of 5 epochs and the rate divided by 5 three times, three seeds, SGD's momentum
/// 0. Here there are two convolutions of 8 and 16 channels and one hidden layer of 64 at preset `reduced`, no dropout, √2·relu, no
/// augmentation, no warm-up, batches of 100, 5 epochs, one seed, grey images; rates by decades instead of the finer grid of the
/// paper's figure; and all weights from PyTorch's default instead of He's for the convolutions.
public final class NeroAblation implements Experiment<NeroAblation.Parameters> {
    /// @param channels   of the convolutions, each at least 1
    /// @param width      neurons of the fully connected hidden layer, at least 2
    /// @param rates      of every rule
    /// @param trainCount examples, at least 1
    /// @param testCount  at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    /// @param decay      factor of the learning rate after each epoch, in (0, 1]
    public record Parameters(
            List<Integer> channels,
            int width,
            List<Double> rates,
            int trainCount,
            int testCount,
            int batchSize,
            int epochs,
            double decay) {
        public Parameters {
            channels = List.copyOf(channels);
            rates = List.copyOf(rates);
            new Conditions("nero-ablation")
                    .eachAtLeast("channels", channels, 1)
                    .within("width", width, 2, 46_000)
                    .eachPositive("rates", rates)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("testCount", testCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1)
                    .factor("decay", decay);
        }
    }

    private static final String BOTH = "Nero";
    private static final String NONE = "no constraint";
    private static final List<String> RULES = List.of(BOTH, "mean only", "norm only", NONE, "Adam", "LAMB", "SGD");
    private static final List<String> BASELINES = List.of("Adam", "LAMB", "SGD");
    private static final double DEFAULT_RATE = 0.01;

    /// Fixed before the first run, as is the other.
    private static final double OUT_OF_THE_BOX = 0.02;

    private static final double TIE = 0.01;

    private record Outcome(Candidate candidate, Course course, double testAccuracy) {}

    @Override
    public String name() {
        return "nero-ablation";
    }

    @Override
    public String paper() {
        return "Liu, Bernstein, Meister and Yue 2021, Learning by turning: neural architecture aware optimisation (arXiv:2102.07227)";
    }

    @Override
    public String figure() {
        return "figure 1: the constraints of Nero, both, either and none";
    }

    @Override
    public String claim() {
        return "Nero needs both of its constraints, and at its default rate is as good as tuned baselines.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "many days";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(4), 8, List.of(0.01), 100, 50, 50, 1, 0.9);
            case REDUCED ->
                new Parameters(List.of(8, 16), 64, List.of(1.0, 0.1, 0.01, 0.001, 0.0001), 4_000, 2_000, 100, 5, 0.9);
            case PAPER ->
                new Parameters(
                        List.of(32, 64, 128),
                        256,
                        List.of(1.0, 0.1, 0.01, 0.001, 0.0001),
                        60_000,
                        10_000,
                        128,
                        50,
                        0.95);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("rule", "learning rate", "training accuracy", "training loss", "test accuracy");
    }

    private static List<Candidate> candidates(List<Double> rates) {
        List<Candidate> all = new ArrayList<>();
        all.addAll(Candidate.grid(BOTH, rates, rate -> new Constrained<>(step(rate), new BalancedNeurons())));
        all.addAll(Candidate.grid("mean only", rates, rate -> new Constrained<>(step(rate), new CentredNeurons())));
        all.addAll(Candidate.grid("norm only", rates, rate -> new Constrained<>(step(rate), new UnitNeurons())));
        all.addAll(Candidate.grid(NONE, rates, NeroAblation::step));
        all.addAll(Candidate.grid("Adam", rates, Adam::new));
        all.addAll(Candidate.grid("LAMB", rates, Lamb::new));
        all.addAll(Candidate.grid("SGD", rates, rate -> new Sgd(rate, 0)));
        return all;
    }

    private static NeuronNormalised step(double rate) {
        return new NeuronNormalised(rate, 0.999);
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task flat = Task.draw(run, parameters.trainCount(), parameters.testCount());
        Task task = new Task(images(flat.train()), images(flat.test()));
        List<Candidate> candidates = candidates(parameters.rates());
        run.progress().begin("networks", candidates.size());
        List<Outcome> outcomes = Parallel.map(candidates.size(), index -> {
            Outcome outcome = train(parameters, task, candidates.get(index), run.streams());
            run.progress().step();
            return outcome;
        });
        for (Outcome outcome : outcomes) {
            run.report()
                    .row(
                            outcome.candidate().rule(),
                            outcome.candidate().rate(),
                            outcome.course().lastAccuracy(),
                            outcome.course().lastLoss(),
                            outcome.testAccuracy());
        }
        run.report().figure(figure(parameters, outcomes, run.dataName()));
        run.report().claims(claims(outcomes));
        run.report()
                .notes(RULES.stream()
                        .map(rule -> rule + ": best test accuracy " + describe(best(outcomes, rule)) + ".")
                        .toList());
        run.progress().end();
    }

    /// Rows of pixels as square images of one channel.
    private static Examples images(Examples rows) {
        int pixels = rows.exampleShape().size();
        int side = (int) Math.round(Math.sqrt(pixels));
        if (side * side != pixels) {
            throw new BadInput("nero-ablation: an example has " + pixels + " pixels; a square grey image is required");
        }
        return rows.reshaped(Shape.of(side, side, 1));
    }

    private static Layer architecture(Parameters parameters, int classes) {
        List<Layer> layers = new ArrayList<>();
        for (int channels : parameters.channels()) {
            layers.add(Conv2d.of(channels, 3, Padding.zero(1)));
            layers.add(new ScaledRelu());
            layers.add(new MaxPool2d(2, 2, 0));
        }
        layers.add(new Flatten());
        layers.add(Linear.of(parameters.width()));
        layers.add(new ScaledRelu());
        layers.add(Linear.of(classes));
        return new Sequential(layers);
    }

    private static Outcome train(Parameters parameters, Task task, Candidate candidate, Streams streams) {
        Network network = Network.create(
                architecture(parameters, task.classes()),
                task.input(),
                new Initialiser.UniformFanIn(),
                streams.named("initial"));
        Course course = Course.of(
                new Trainer<>(
                        candidate.optimizer(),
                        new Schedule.Exponential(parameters.decay()),
                        new SoftCrossEntropy(),
                        parameters.batchSize(),
                        parameters.epochs()),
                network,
                task.train(),
                streams.named("training"));
        return new Outcome(candidate, course, Task.accuracy(network, task.test()));
    }

    private static Outcome best(List<Outcome> outcomes, String rule) {
        return outcomes.stream()
                .filter(outcome -> outcome.candidate().rule().equals(rule))
                .max(Comparator.comparingDouble(Outcome::testAccuracy))
                .orElseThrow();
    }

    private static List<Claim> claims(List<Outcome> outcomes) {
        Outcome both = best(outcomes, BOTH);
        Outcome none = best(outcomes, NONE);
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim(
                "with both constraints the best test accuracy is above that with none, or within one point",
                both.testAccuracy() >= none.testAccuracy() - TIE,
                describe(both) + " against " + describe(none),
                "best with both"));
        Outcome tuned = BASELINES.stream()
                .map(rule -> best(outcomes, rule))
                .max(Comparator.comparingDouble(Outcome::testAccuracy))
                .orElseThrow();
        outcomes.stream()
                .filter(outcome -> outcome.candidate().rule().equals(BOTH)
                        && outcome.candidate().rate() == DEFAULT_RATE)
                .forEach(
                        standard -> claims.add(
                                new Claim(
                                        "at its default rate 0.01 Nero is within two points of the best tuned baseline",
                                        standard.testAccuracy() >= tuned.testAccuracy() - OUT_OF_THE_BOX,
                                        describe(standard) + " against "
                                                + tuned.candidate().rule() + " " + describe(tuned),
                                        "VGG-11 on CIFAR-10 (quoted, not verified): error 11.2 % against 12.6 % (SGD), 12.9 % (Adam), 13.7 % (LAMB)")));
        return claims;
    }

    private static String describe(Outcome outcome) {
        return Words.number(100 * outcome.testAccuracy()) + " % at rate "
                + Words.rate(outcome.candidate().rate());
    }

    private static Figure figure(Parameters parameters, List<Outcome> outcomes, String dataName) {
        List<Double> rates = parameters.rates().stream().sorted().toList();
        List<Curve> curves = RULES.stream()
                .map(rule -> new Curve(
                        rule,
                        Style.OURS,
                        rates,
                        rates.stream()
                                .map(rate -> outcomes.stream()
                                        .filter(outcome ->
                                                outcome.candidate().rule().equals(rule)
                                                        && outcome.candidate().rate() == rate)
                                        .mapToDouble(Outcome::testAccuracy)
                                        .findFirst()
                                        .orElse(Double.NaN))
                                .toList(),
                        List.of()))
                .toList();
        return new Figure(
                "Constraints of Nero (" + dataName + ")", "learning rate", "test accuracy", true, 1.05, curves);
    }
}
