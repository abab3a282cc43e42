package dev.orthant.experiments.nero;

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
import dev.orthant.layers.ScaledRelu;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Lamb;
import dev.orthant.optimizers.Nero;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Figure 3, right, of Liu, Bernstein, Meister and Yue 2021: a perceptron of 100 layers without normalisation layers.
///
/// 100 matrices with biases, √2·relu, PyTorch's default weights (the signal's variance falls to a third in every layer), cross
/// entropy, the learning rate falling by a tenth after every epoch. Nero, LAMB, Adam and SGD at every rate of a grid; the figure
/// shows each at its best. Training accuracy is that of the examples as they are met.
///
/// Departures at preset `reduced`: 50 matrices of 128 neurons instead of 100 of 784, 6,000 instead of 60,000 images, batches of
/// 100 instead of 250, 30 instead of 50 epochs, one seed; Nero's grid is finer, for its best rate may lie between decades at this
/// size. An earlier version of the preset had 100 matrices of 64 neurons, where Nero hardly begins to learn:
/// `./orthant run nero-depth --data mnist --set matrices=100 --set width=64`.
public final class NeroDepth implements Experiment<NeroDepth.Parameters> {
    /// @param matrices   weight matrices, at least 2
    /// @param width      neurons of a hidden layer, at least 2
    /// @param trainCount examples, at least 1
    /// @param testCount  at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    /// @param decay      factor of the learning rate after each epoch, in (0, 1]
    /// @param neroRates  Nero's learning rates
    /// @param rates      of the other rules
    public record Parameters(
            int matrices,
            int width,
            int trainCount,
            int testCount,
            int batchSize,
            int epochs,
            double decay,
            List<Double> neroRates,
            List<Double> rates) {
        public Parameters {
            neroRates = List.copyOf(neroRates);
            rates = List.copyOf(rates);
            new Conditions("nero-depth")
                    .within("matrices", matrices, 2, 10_000)
                    .within("width", width, 2, 46_000)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("testCount", testCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1)
                    .factor("decay", decay)
                    .eachPositive("neroRates", neroRates)
                    .eachPositive("rates", rates);
        }
    }

    private static final List<String> RULES = List.of("Nero", "LAMB", "Adam", "SGD");

    /// Fixed before the first run, as is the other.
    private static final double TRAINED = 0.5;

    private static final double DEAD = 0.2;

    private record Outcome(Candidate candidate, Course course, double testAccuracy) {
        double accuracy() {
            return course.lastAccuracy();
        }
    }

    @Override
    public String name() {
        return "nero-depth";
    }

    @Override
    public String paper() {
        return "Liu, Bernstein, Meister and Yue 2021, Learning by turning: neural architecture aware optimisation (arXiv:2102.07227)";
    }

    @Override
    public String figure() {
        return "figure 3, right: training a perceptron of 100 layers";
    }

    @Override
    public String claim() {
        return "Nero trains a perceptron of 100 layers; SGD and Adam do not at any learning rate.";
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
        List<Double> decades = List.of(0.0001, 0.001, 0.01, 0.1);
        return switch (preset) {
            case SMOKE -> new Parameters(10, 16, 200, 50, 50, 1, 0.9, List.of(0.01), List.of(0.01));
            case REDUCED -> new Parameters(50, 128, 6_000, 1_000, 100, 30, 0.9, List.of(0.001, 0.003, 0.01), decades);
            case PAPER -> new Parameters(100, 784, 60_000, 10_000, 250, 50, 0.9, decades, decades);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("rule", "learning rate", "epoch", "training accuracy", "training loss", "test accuracy");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task task = Task.draw(run, parameters.trainCount(), parameters.testCount());
        List<Candidate> candidates = candidates(parameters);
        run.progress().begin("networks", candidates.size());
        List<Outcome> outcomes = new ArrayList<>();
        for (String rule : RULES) {
            List<Candidate> own =
                    candidates.stream().filter(each -> each.rule().equals(rule)).toList();
            List<Outcome> trained = Parallel.map(own.size(), index -> {
                Outcome outcome = train(parameters, task, own.get(index), run.streams());
                run.progress().step();
                return outcome;
            });
            trained.forEach(outcome -> write(outcome, run));
            outcomes.addAll(trained);
            run.report().figure(figure(outcomes, run.dataName()));
            run.report().save();
        }
        run.report().claims(claims(outcomes));
        run.report().notes(notes(outcomes));
        run.progress().end();
    }

    private static List<Candidate> candidates(Parameters parameters) {
        List<Candidate> all = new ArrayList<>();
        all.addAll(Candidate.grid("Nero", parameters.neroRates(), rate -> Nero.of(rate, 0.999)));
        all.addAll(Candidate.grid("LAMB", parameters.rates(), Lamb::new));
        all.addAll(Candidate.grid("Adam", parameters.rates(), Adam::new));
        all.addAll(Candidate.grid("SGD", parameters.rates(), rate -> new Sgd(rate, 0)));
        return all;
    }

    private static Outcome train(Parameters parameters, Task task, Candidate candidate, Streams streams) {
        Layer layer = Perceptrons.of(
                parameters.matrices() - 1, parameters.width(), task.classes(), Perceptrons::withBias, new ScaledRelu());
        Network network = Network.create(layer, task.input(), new Initialiser.UniformFanIn(), streams.named("initial"));
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

    private static void write(Outcome outcome, Run run) {
        Course course = outcome.course();
        int last = course.accuracies().size();
        for (int epoch = 1; epoch <= last; epoch++) {
            run.report()
                    .row(
                            outcome.candidate().rule(),
                            outcome.candidate().rate(),
                            epoch,
                            course.accuracies().get(epoch - 1),
                            course.losses().get(epoch - 1),
                            epoch == last ? outcome.testAccuracy() : Double.NaN);
        }
    }

    private static Outcome best(List<Outcome> outcomes, String rule) {
        return outcomes.stream()
                .filter(outcome -> outcome.candidate().rule().equals(rule))
                .max(Comparator.comparingDouble(Outcome::accuracy))
                .orElseThrow();
    }

    private static List<Claim> claims(List<Outcome> outcomes) {
        Outcome nero = best(outcomes, "Nero");
        Outcome adam = best(outcomes, "Adam");
        Outcome sgd = best(outcomes, "SGD");
        Outcome lamb = best(outcomes, "LAMB");
        return List.of(
                new Claim(
                        "Nero's best training accuracy is above 0.5",
                        nero.accuracy() > TRAINED,
                        describe(nero),
                        "0.958, 0.968, 0.872 at rate 0.001 (three seeds)"),
                new Claim(
                        "SGD and Adam stay below 0.2 at every learning rate",
                        Math.max(adam.accuracy(), sgd.accuracy()) < DEAD,
                        "Adam " + describe(adam) + "; SGD " + describe(sgd),
                        "0.1124 both"),
                new Claim(
                        "Nero's best is above LAMB's",
                        nero.accuracy() > lamb.accuracy(),
                        describe(nero) + " against " + describe(lamb),
                        "0.933 against 0.699 (means of three seeds)"));
    }

    private static String describe(Outcome outcome) {
        return Words.number(outcome.accuracy()) + " at rate "
                + Words.rate(outcome.candidate().rate());
    }

    private static List<String> notes(List<Outcome> outcomes) {
        List<String> notes = new ArrayList<>();
        for (String rule : RULES) {
            Outcome best = best(outcomes, rule);
            notes.add(rule + ": training accuracy " + describe(best) + ", test accuracy "
                    + Words.number(best.testAccuracy()) + ".");
        }
        return notes;
    }

    private static Figure figure(List<Outcome> outcomes, String dataName) {
        Published published = Published.read(NeroDepth.class, "depth.csv");
        List<Curve> curves = new ArrayList<>();
        for (String rule : RULES) {
            if (outcomes.stream().anyMatch(outcome -> outcome.candidate().rule().equals(rule))) {
                Outcome best = best(outcomes, rule);
                List<Double> accuracies = best.course().accuracies();
                curves.add(new Curve(
                        rule + ", rate " + Words.rate(best.candidate().rate()),
                        Style.OURS,
                        IntStream.rangeClosed(1, accuracies.size())
                                .mapToObj(epoch -> (double) epoch)
                                .toList(),
                        accuracies,
                        List.of()));
                curves.add(new Curve(
                        rule + ", published (MNIST, 100 layers of width 784)",
                        Style.PUBLISHED,
                        published.of(rule).column(1),
                        published.of(rule).column(2),
                        List.of()));
            }
        }
        return new Figure(
                "A very deep perceptron (" + dataName + ")", "epoch", "training accuracy", false, 1.05, curves);
    }
}
