package dev.orthant.experiments.fromage;

import dev.orthant.autograd.loss.MeanSquaredError;
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
import dev.orthant.optimizers.Madam;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Figure 3, right, of Bernstein, Vahdat, Yue and Liu 2020 (Fromage), and figure 1 of Bernstein, Zhao, Meister, Liu, Anandkumar
/// and Yue 2020 (Madam): whether one learning rate serves different tasks.
///
///     score(rate) = smallest loss over the rates / loss(rate), by rule and task
///
/// with the mean training loss of the last epoch. A rule whose best rate is the same everywhere has a rate at which even its worst
/// score over the tasks is 1; that worst score is what the figure shows.
///
/// Departures: the papers' tasks are a residual network on CIFAR-10 and others, a GAN and a transformer on text; here they are
/// a shallow classifier, a deep one (8 hidden layers) and an autoencoder of the same images.
public final class RateSensitivity implements Experiment<RateSensitivity.Parameters> {
    /// @param rates      of every rule
    /// @param width      neurons of a hidden layer, at least 1
    /// @param bottleneck of the autoencoder, at least 1
    /// @param trainCount examples, at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    /// @param decay      factor of the learning rate after each epoch, in (0, 1]
    public record Parameters(
            List<Double> rates, int width, int bottleneck, int trainCount, int batchSize, int epochs, double decay) {
        public Parameters {
            rates = List.copyOf(rates);
            new Conditions("lr-sensitivity")
                    .eachPositive("rates", rates)
                    .within("width", width, 1, 46_000)
                    .within("bottleneck", bottleneck, 1, 46_000)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1)
                    .factor("decay", decay);
        }
    }

    /// What is trained.
    private enum Kind {
        SHALLOW("shallow classifier"),
        DEEP("deep classifier"),
        AUTOENCODER("autoencoder");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private static final List<String> RULES = List.of("SGD", "Adam", "Fromage", "Madam");

    private record Outcome(Candidate candidate, Kind kind, double loss) {
        boolean is(String rule, Kind task) {
            return candidate.rule().equals(rule) && kind == task;
        }
    }

    @Override
    public String name() {
        return "lr-sensitivity";
    }

    @Override
    public String paper() {
        return "Bernstein, Vahdat, Yue and Liu 2020, On the distance between two neural networks and the stability of learning"
                + " (arXiv:2002.03432)";
    }

    @Override
    public String figure() {
        return "figure 3, right, and figure 1 of arXiv:2006.14560: scores against the learning rate on three tasks";
    }

    @Override
    public String claim() {
        return "Fromage and Madam have the same best learning rate, 0.01, on different tasks; SGD and Adam do not.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "many hours";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        List<Double> decades = List.of(1.0, 0.1, 0.01, 0.001, 0.0001);
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(0.1, 0.01), 16, 8, 200, 50, 1, 1);
            case REDUCED -> new Parameters(decades, 128, 32, 5_000, 50, 8, 0.9);
            case PAPER -> new Parameters(decades, 784, 64, 60_000, 128, 50, 0.95);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("task", "rule", "learning rate", "training loss", "score");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task task = Task.draw(run, parameters.trainCount(), 0);
        List<Candidate> candidates = new ArrayList<>();
        candidates.addAll(Candidate.grid("SGD", parameters.rates(), rate -> new Sgd(rate, 0)));
        candidates.addAll(Candidate.grid("Adam", parameters.rates(), Adam::new));
        candidates.addAll(Candidate.grid("Fromage", parameters.rates(), Fromage::new));
        candidates.addAll(Candidate.grid("Madam", parameters.rates(), Madam::new));
        run.progress().begin("networks", (long) candidates.size() * Kind.values().length);
        List<Outcome> outcomes = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Outcome> own = Parallel.map(candidates.size(), index -> {
                Outcome outcome = train(parameters, task, kind, candidates.get(index), run.streams());
                run.progress().step();
                return outcome;
            });
            outcomes.addAll(own);
            for (Outcome outcome : own) {
                Candidate candidate = outcome.candidate();
                run.report().row(kind.title, candidate.rule(), candidate.rate(), outcome.loss(), score(outcome, own));
            }
            run.report().save();
        }
        run.report().figure(figure(parameters, outcomes, run.dataName()));
        run.report().claims(claims(outcomes));
        run.progress().end();
    }

    private static Outcome train(Parameters parameters, Task task, Kind kind, Candidate candidate, Streams streams) {
        int pixels = task.input().axis(0);
        Layer layer = switch (kind) {
            case SHALLOW -> perceptron(1, parameters.width(), task.classes());
            case DEEP -> perceptron(8, parameters.width(), task.classes());
            case AUTOENCODER -> perceptron(1, parameters.bottleneck(), pixels);
        };
        Network network = Network.create(layer, task.input(), new Initialiser.UniformFanIn(), streams.named("initial"));
        Trainer<?> trainer = new Trainer<>(
                candidate.optimizer(),
                new Schedule.Exponential(parameters.decay()),
                kind == Kind.AUTOENCODER ? new MeanSquaredError() : new SoftCrossEntropy(),
                parameters.batchSize(),
                parameters.epochs());
        Course course = Course.of(
                trainer,
                network,
                task.train(),
                kind == Kind.AUTOENCODER ? task.train().inputs() : Task.oneHot(task.train(), 1),
                streams.named("training"));
        return new Outcome(candidate, kind, course.lastLoss());
    }

    private static Layer perceptron(int hidden, int width, int outputs) {
        return Perceptrons.of(hidden, width, outputs, Perceptrons::withBias, new Relu());
    }

    private static Stream<Outcome> of(List<Outcome> outcomes, String rule, Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.is(rule, kind));
    }

    private static double bestRate(List<Outcome> outcomes, String rule, Kind kind) {
        return of(outcomes, rule, kind)
                .min(Comparator.comparingDouble(Outcome::loss))
                .orElseThrow()
                .candidate()
                .rate();
    }

    private static double score(Outcome outcome, List<Outcome> outcomes) {
        double smallest = of(outcomes, outcome.candidate().rule(), outcome.kind())
                .mapToDouble(Outcome::loss)
                .min()
                .orElseThrow();
        return Double.isInfinite(outcome.loss()) ? 0 : smallest / outcome.loss();
    }

    private static List<Double> bestRates(List<Outcome> outcomes, String rule) {
        return Stream.of(Kind.values())
                .map(kind -> bestRate(outcomes, rule, kind))
                .toList();
    }

    private static List<Claim> claims(List<Outcome> outcomes) {
        List<Double> fromage = bestRates(outcomes, "Fromage");
        List<Double> madam = bestRates(outcomes, "Madam");
        List<Double> sgd = bestRates(outcomes, "SGD");
        List<Double> adam = bestRates(outcomes, "Adam");
        return List.of(
                new Claim(
                        "Fromage's best rate is the same on all tasks, 0.01 or 0.1",
                        same(fromage) && (fromage.getFirst() == 0.01 || fromage.getFirst() == 0.1),
                        text(fromage),
                        "0.01, 0.01, 0.01"),
                new Claim(
                        "Madam's best rate is 0.01 on all tasks",
                        same(madam) && madam.getFirst() == 0.01,
                        text(madam),
                        "0.01 on five benchmarks"),
                new Claim(
                        "the best rate of SGD, or that of Adam, differs between tasks",
                        !same(sgd) || !same(adam),
                        "SGD " + text(sgd) + "; Adam " + text(adam),
                        "SGD 0.1, 0.01, 1; Adam 0.001, 0.0001, 0.001"));
    }

    private static boolean same(List<Double> rates) {
        return rates.stream().distinct().count() == 1;
    }

    private static String text(List<Double> rates) {
        return rates.stream().map(Words::rate).collect(Collectors.joining(", "));
    }

    private static Figure figure(Parameters parameters, List<Outcome> outcomes, String dataName) {
        List<Double> rates = parameters.rates().stream().sorted().toList();
        List<Curve> curves = new ArrayList<>();
        for (String rule : RULES) {
            curves.add(new Curve(
                    rule,
                    Style.OURS,
                    rates,
                    rates.stream().map(rate -> worst(outcomes, rule, rate)).toList(),
                    List.of()));
            if (rule.equals("Fromage")) {
                curves.add(published(rule, "rates.csv", "CIFAR-10, GAN, wikitext-2"));
            }
            if (rule.equals("Madam")) {
                curves.add(published(rule, "madam-rates.csv", "CIFAR-10, CIFAR-100, ImageNet, GAN, wikitext-2"));
            }
        }
        return new Figure(
                "One rate for three tasks? (" + dataName + ")",
                "learning rate",
                "worst score of three tasks",
                true,
                1.05,
                curves);
    }

    private static double worst(List<Outcome> outcomes, String rule, double rate) {
        return outcomes.stream()
                .filter(outcome -> outcome.candidate().rule().equals(rule)
                        && outcome.candidate().rate() == rate)
                .mapToDouble(outcome -> score(outcome, outcomes))
                .min()
                .orElse(Double.NaN);
    }

    /// Published results of a rule as the same statistic; of an accuracy, its distance from 100 %.
    private static Curve published(String rule, String file, String tasks) {
        List<Double> rates = List.of(1.0, 0.1, 0.01, 0.001, 0.0001);
        List<List<String>> rows =
                Published.read(RateSensitivity.class, file).of(rule).rows();
        List<Double> worst = new ArrayList<>();
        for (int rate = 0; rate < rates.size(); rate++) {
            double least = 1;
            for (List<String> row : rows) {
                boolean accuracy = row.get(1).endsWith("acc") || row.get(1).endsWith("top1");
                List<Double> losses = row.subList(2, row.size()).stream()
                        .map(number -> accuracy ? 100 - Double.parseDouble(number) : Double.parseDouble(number))
                        .toList();
                least = Math.min(least, losses.stream().min(Double::compare).orElseThrow() / losses.get(rate));
            }
            worst.add(least);
        }
        return new Curve(rule + ", published (" + tasks + ")", Style.PUBLISHED, rates, worst, List.of());
    }
}
