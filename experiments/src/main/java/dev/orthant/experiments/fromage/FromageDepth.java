package dev.orthant.experiments.fromage;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Candidate;
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
import dev.orthant.experiments.training.Trainer;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.activation.Relu;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Fromage;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;

/// Figure 3, left, of Bernstein, Vahdat, Yue and Liu 2020: how deep a plain perceptron each rule can train.
///
/// k hidden layers with biases and max(0, z), PyTorch's default weights: the signal's variance shrinks to a sixth in every layer,
/// so that deep networks begin with scores that hardly depend on the input. Cross entropy, three learning rates per rule.
///
/// Departures: the statistic is the training accuracy of the last epoch at the best rate; the published figure takes the maximum
/// over the rates at every iteration before it averages, which lifts three dead networks (0.112 each) to 0.129. The
/// published curve of Fromage is smoothed in part by hand; here are the crosses alone. At preset `reduced` networks are
/// narrower (64 instead of 784 neurons) and trained for fewer steps (1,800 instead of 24,000).
public final class FromageDepth implements Experiment<FromageDepth.Parameters> {
    /// @param depths     hidden layers k, ascending, each at least 1
    /// @param width      neurons of a hidden layer, at least 1
    /// @param trainCount examples, at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    /// @param decay      factor of the learning rate after each epoch, in (0, 1]
    public record Parameters(List<Integer> depths, int width, int trainCount, int batchSize, int epochs, double decay) {
        public Parameters {
            depths = List.copyOf(depths);
            new Conditions("fromage-depth")
                    .eachAtLeast("depths", depths, 1)
                    .within("width", width, 1, 46_000)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1)
                    .factor("decay", decay);
        }
    }

    private static final String SGD = "SGD with momentum";
    private static final String ADAM = "Adam";
    private static final String FROMAGE = "Fromage";

    /// An accuracy above this shows that a network is trained; fixed before the first run, as are the others.
    private static final double TRAINED = 0.5;

    private static final double BEYOND_CHANCE = 0.3;

    /// The largest class of MNIST, predicted always, is right for 0.1124 of the images.
    private static final double CHANCE = 0.1124 + 0.02;

    /// What a rule achieves at one depth with its best rate.
    private record Best(String rule, int depth, double rate, double accuracy) {}

    @Override
    public String name() {
        return "fromage-depth";
    }

    @Override
    public String paper() {
        return "Bernstein, Vahdat, Yue and Liu 2020, On the distance between two neural networks and the stability of learning (arXiv:2002.03432)";
    }

    @Override
    public String figure() {
        return "figure 3, left: training accuracy against depth";
    }

    @Override
    public String claim() {
        return "Fromage trains perceptrons at depths where SGD and Adam leave them at chance.";
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
            case SMOKE -> new Parameters(List.of(1, 4), 16, 200, 50, 1, 0.9);
            case REDUCED -> new Parameters(List.of(1, 5, 10, 15, 20, 25, 30), 64, 6_000, 50, 15, 0.9);
            case PAPER ->
                new Parameters(
                        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50),
                        784,
                        60_000,
                        250,
                        100,
                        0.95);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("rule", "layers", "learning rate", "training accuracy", "training loss");
    }

    private static List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        all.addAll(Candidate.grid(SGD, List.of(1.0, 0.1, 0.01), rate -> new Sgd(rate, 0.9)));
        all.addAll(Candidate.grid(ADAM, List.of(0.01, 0.001, 0.0001), Adam::new));
        all.addAll(Candidate.grid(FROMAGE, List.of(0.1, 0.01, 0.001), Fromage::new));
        return all;
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task task = Task.draw(run, parameters.trainCount(), 0);
        List<Candidate> candidates = candidates();
        run.progress().begin("networks", (long) parameters.depths().size() * candidates.size());
        List<Best> bests = new ArrayList<>();
        for (int depth : parameters.depths()) {
            // The same random weights and the same order of the examples for every rule at one depth.
            Streams streams = run.streams().named("depth").indexed(depth);
            List<Course> courses = Parallel.map(candidates.size(), index -> {
                Course course = train(parameters, task, depth, candidates.get(index), streams);
                run.progress().step();
                return course;
            });
            for (int i = 0; i < candidates.size(); i++) {
                Candidate each = candidates.get(i);
                Course course = courses.get(i);
                run.report().row(each.rule(), depth, each.rate(), course.lastAccuracy(), course.lastLoss());
            }
            for (String rule : List.of(SGD, ADAM, FROMAGE)) {
                bests.add(best(rule, depth, candidates, courses));
            }
            run.report().figure(figure(bests, run.dataName()));
            run.report().save();
        }
        run.report().claims(claims(bests));
        run.progress().end();
    }

    private static Course train(Parameters parameters, Task task, int depth, Candidate candidate, Streams streams) {
        Layer layer = Perceptrons.of(depth, parameters.width(), task.classes(), Perceptrons::withBias, new Relu());
        Network network = Network.create(layer, task.input(), new Initialiser.UniformFanIn(), streams.named("initial"));
        return Course.of(
                new Trainer<>(
                        candidate.optimizer(),
                        new Schedule.Exponential(parameters.decay()),
                        new SoftCrossEntropy(),
                        parameters.batchSize(),
                        parameters.epochs()),
                network,
                task.train(),
                streams.named("training"));
    }

    private static Best best(String rule, int depth, List<Candidate> candidates, List<Course> courses) {
        Best best = new Best(rule, depth, Double.NaN, -1);
        for (int i = 0; i < candidates.size(); i++) {
            double accuracy = courses.get(i).lastAccuracy();
            if (candidates.get(i).rule().equals(rule) && accuracy > best.accuracy()) {
                best = new Best(rule, depth, candidates.get(i).rate(), accuracy);
            }
        }
        return best;
    }

    private static List<Claim> claims(List<Best> bests) {
        int sgd = deepest(bests, SGD);
        int adam = deepest(bests, ADAM);
        int fromage = deepest(bests, FROMAGE);
        Best beyond = beyond(bests);
        return List.of(
                new Claim(
                        "the largest depth with a training accuracy above 0.5 satisfies SGD < Adam ≤ Fromage",
                        sgd < adam && adam <= fromage,
                        "SGD " + sgd + ", Adam " + adam + ", Fromage " + fromage,
                        "SGD 10, Adam 22, Fromage 50 (width 784, 100 epochs)"),
                new Claim(
                        "there is a depth where Fromage exceeds 0.3 while SGD and Adam are at chance",
                        beyond.accuracy() > BEYOND_CHANCE,
                        beyond.depth() == 0
                                ? "at no depth of this run are both at chance"
                                : "at " + beyond.depth() + " layers Fromage reaches " + Words.number(beyond.accuracy()),
                        "at 27 layers Fromage reaches 0.9954, SGD and Adam 0.1124"));
    }

    /// 0 if no network is trained.
    private static int deepest(List<Best> bests, String rule) {
        return bests.stream()
                .filter(best -> best.rule().equals(rule) && best.accuracy() > TRAINED)
                .mapToInt(Best::depth)
                .max()
                .orElse(0);
    }

    /// Fromage's best among the depths at which the others are at chance; depth 0 if there is none.
    private static Best beyond(List<Best> bests) {
        Best beyond = new Best(FROMAGE, 0, Double.NaN, 0);
        for (Best best : bests) {
            boolean othersAtChance = bests.stream()
                    .filter(other ->
                            other.depth() == best.depth() && !other.rule().equals(FROMAGE))
                    .allMatch(other -> other.accuracy() <= CHANCE);
            if (best.rule().equals(FROMAGE) && othersAtChance && best.accuracy() > beyond.accuracy()) {
                beyond = best;
            }
        }
        return beyond;
    }

    private static Figure figure(List<Best> bests, String dataName) {
        Published published = Published.read(FromageDepth.class, "depth.csv");
        List<Curve> curves = new ArrayList<>();
        for (String rule : List.of(SGD, ADAM, FROMAGE)) {
            List<Best> own =
                    bests.stream().filter(best -> best.rule().equals(rule)).toList();
            curves.add(new Curve(
                    rule,
                    Style.OURS,
                    own.stream().map(best -> (double) best.depth()).toList(),
                    own.stream().map(Best::accuracy).toList(),
                    List.of()));
            curves.add(new Curve(
                    rule + ", published (MNIST, width 784)",
                    Style.PUBLISHED,
                    published.of(rule).column(1),
                    published.of(rule).column(2),
                    List.of()));
        }
        return new Figure(
                "Trainable depth (" + dataName + ")", "hidden layers", "training accuracy", false, 1.05, curves);
    }
}
