package dev.orthant.experiments.guessing;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Look;
import dev.orthant.experiments.classification.Perceptrons;
import dev.orthant.experiments.classification.Task;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How near guesses come to a gradient, and how well networks learn from them (Singhal et al. 2023).
///
/// For perceptrons of several depths: the cosine of each kind of [Guess] with the exact gradient, on the fresh network and on
/// the one that exact gradients have trained; then training by one and by several guesses a step ([GuessedTraining]) beside
/// training by gradients. Every kind of training takes the best of a few rates, by training loss.
///
/// Departures: the paper's text was not at hand. Networks, guesses and claims follow its abstract and what is remembered of
/// it; no published curve is drawn but the law 1/√N of the guess that knows nothing.
public final class GradientGuess implements Experiment<GradientGuess.Parameters> {
    /// @param depths     hidden layers, ascending, each at least 1
    /// @param width      neurons of a hidden layer, at least 1
    /// @param trainCount examples, at least 1
    /// @param testCount  examples, at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    /// @param guesses    of a step, ascending, each at least 1
    /// @param rates      Adam's, of which the best is taken
    /// @param probes     batches on which the cosines are measured, at least 2
    public record Parameters(
            List<Integer> depths,
            int width,
            int trainCount,
            int testCount,
            int batchSize,
            int epochs,
            List<Integer> guesses,
            List<Double> rates,
            int probes) {
        public Parameters {
            depths = List.copyOf(depths);
            guesses = List.copyOf(guesses);
            rates = List.copyOf(rates);
            new Conditions("guess-gradient")
                    .ascending("depths", depths, 1)
                    .within("width", width, 1, 46_000)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("testCount", testCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1)
                    .ascending("guesses", guesses, 1)
                    .eachPositive("rates", rates)
                    .atLeast("probes", probes, 2);
        }
    }

    private static final int RANKED_EXAMPLES = 256;

    /// One training that is to be done.
    private record Cell(int depth, Optional<Guess> guess, int guesses, double rate) {}

    /// One training that was done.
    ///
    /// @param guess   absent for the exact gradient
    /// @param guesses of a step; 0 for the exact gradient
    /// @param loss    training loss in the last epoch
    /// @param before  effective rank of the last features of the fresh network
    /// @param after   the same after training
    record Trained(
            int depth,
            Optional<Guess> guess,
            int guesses,
            double rate,
            double loss,
            double trainAccuracy,
            double testAccuracy,
            double before,
            double after,
            Network network) {}

    /// |cosine| of guesses with the gradient, on one network.
    ///
    /// @param trained       whether the network was trained by gradients, or is fresh
    /// @param mean          over the probes
    /// @param standardError of the mean
    /// @param dimension     number of weights
    record Cosine(int depth, Guess guess, boolean trained, double mean, double standardError, long dimension) {}

    /// |cosines| of one guess with the gradient of one batch: of all weights together, then matrix by matrix.
    private record Probe(Guess guess, List<Double> cosines) {
        static Probe of(Guess guess, Weights gradient, Weights direction) {
            List<Double> cosines = new ArrayList<>();
            cosines.add(Math.abs(Alignment.cosine(gradient, direction)));
            for (Weight matrix : direction.all()) {
                cosines.add(Math.abs(Alignment.cosine(matrix.tensor(), gradient.get(matrix.name()))));
            }
            return new Probe(guess, cosines);
        }
    }

    @Override
    public String name() {
        return "guess-gradient";
    }

    @Override
    public String paper() {
        return "Singhal, Cheung, Chandra, Ragan-Kelley, Tenenbaum, Poggio and Yu 2023, How to guess a gradient"
                + " (arXiv:2312.04709)";
    }

    @Override
    public String figure() {
        return "cosine of guesses with the gradient, and accuracy of training by guesses";
    }

    @Override
    public String claim() {
        return "Guesses that know the features and the transposed matrices come orders of magnitude nearer to the gradient"
                + " than random directions, and train better, but not as well as the gradient.";
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
        List<Double> rates = List.of(1e-4, 1e-3);
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(1, 2), 16, 60, 20, 20, 1, List.of(1, 2), List.of(1e-2), 3);
            case REDUCED -> new Parameters(List.of(1, 3, 6), 256, 20_000, 2_000, 64, 1, List.of(1, 8), rates, 50);
            case PAPER -> new Parameters(List.of(1, 3, 6), 256, 60_000, 10_000, 512, 500, List.of(1, 8), rates, 1000);
        };
    }

    @Override
    public List<String> columns() {
        return List.of(
                "hidden layers",
                "direction",
                "guesses",
                "rate",
                "cosine fresh",
                "standard error",
                "cosine trained",
                "standard error trained",
                "training loss",
                "training accuracy",
                "test accuracy",
                "rank before",
                "rank after");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task task = Task.draw(run, parameters.trainCount(), parameters.testCount());
        List<Cell> cells = cells(parameters);
        run.progress().begin("trainings", cells.size());
        List<Trained> all = Parallel.map(cells.size(), index -> {
            Trained trained = train(parameters, task, cells.get(index), run.streams());
            run.progress().step();
            return trained;
        });
        List<Trained> best = best(all);
        List<Cosine> cosines = new ArrayList<>();
        for (Trained exact : best) {
            if (exact.guess().isEmpty()) {
                Network fresh = network(parameters, task, exact.depth(), run.streams());
                cosines.addAll(cosines(parameters, task, fresh, exact.depth(), false, run));
                cosines.addAll(cosines(parameters, task, exact.network(), exact.depth(), true, run));
            }
        }
        run.progress().end();
        best.forEach(trained -> row(trained, cosines, run));
        GradientGuessFindings findings = new GradientGuessFindings(parameters, best, cosines);
        run.report().claims(findings.claims());
        run.report().figures(findings.figures(run.dataName()));
    }

    private static List<Cell> cells(Parameters parameters) {
        List<Cell> cells = new ArrayList<>();
        for (int depth : parameters.depths()) {
            for (double rate : parameters.rates()) {
                cells.add(new Cell(depth, Optional.empty(), 0, rate));
                for (Guess guess : Guess.values()) {
                    for (int count : parameters.guesses()) {
                        cells.add(new Cell(depth, Optional.of(guess), count, rate));
                    }
                }
            }
        }
        return cells;
    }

    private static Network network(Parameters parameters, Task task, int depth, Streams streams) {
        return Network.create(
                Perceptrons.of(depth, parameters.width(), task.classes(), width -> new Linear(width, 2, 0), new Relu()),
                task.input(),
                new Initialiser.Prior(),
                streams.named("initial").indexed(depth));
    }

    private static Trained train(Parameters parameters, Task task, Cell cell, Streams streams) {
        Network network = network(parameters, task, cell.depth(), streams);
        Tensor ranked = task.train()
                .inputs()
                .rows(0, Math.min(RANKED_EXAMPLES, task.train().size()));
        double before = Features.of(network.weights(), ranked).effectiveRank();
        double loss = new GuessedTraining(
                        cell.guess(), cell.guesses(), cell.rate(), parameters.batchSize(), parameters.epochs())
                .train(
                        network,
                        task.train(),
                        Task.oneHot(task.train(), 1),
                        streams.named("training").indexed(cell.depth()));
        return new Trained(
                cell.depth(),
                cell.guess(),
                cell.guesses(),
                cell.rate(),
                loss,
                Task.accuracy(network, task.train()),
                Task.accuracy(network, task.test()),
                before,
                Features.of(network.weights(), ranked).effectiveRank(),
                network);
    }

    /// Of each kind of training the rate of least training loss, in the order of the first.
    private static List<Trained> best(List<Trained> all) {
        Map<String, Trained> best = new LinkedHashMap<>();
        for (Trained one : all) {
            best.merge(
                    one.depth() + " " + one.guess() + " " + one.guesses(),
                    one,
                    (before, other) ->
                            Comparator.comparingDouble(Trained::loss).compare(other, before) < 0 ? other : before);
        }
        return List.copyOf(best.values());
    }

    /// For all guesses; those of single layers go to the metrics.
    private static List<Cosine> cosines(
            Parameters parameters, Task task, Network network, int depth, boolean trained, Run run) {
        Streams streams = run.streams().named("probes").indexed(depth);
        int batch = Math.min(parameters.batchSize(), task.train().size());
        List<List<Probe>> probes = Parallel.map(parameters.probes(), index -> {
            Examples examples =
                    task.train().sample(batch, streams.named("batch").indexed(index));
            Look look = Look.at(network, new SoftCrossEntropy(), examples.inputs(), Task.oneHot(examples, 1));
            Features features = Features.of(network.weights(), examples.inputs());
            return Stream.of(Guess.values())
                    .map(guess -> Probe.of(
                            guess,
                            look.gradient(),
                            guess.direction(
                                    features, streams.named(guess.name()).indexed(index))))
                    .toList();
        });
        List<Cosine> cosines = new ArrayList<>();
        for (Guess guess : Guess.values()) {
            List<Probe> own = probes.stream()
                    .flatMap(List::stream)
                    .filter(probe -> probe.guess() == guess)
                    .toList();
            double mean = mean(own, 0);
            double squares = own.stream()
                    .mapToDouble(probe -> Math.pow(probe.cosines().getFirst() - mean, 2))
                    .sum();
            double count = own.size();
            cosines.add(new Cosine(
                    depth,
                    guess,
                    trained,
                    mean,
                    Math.sqrt(squares / (count - 1) / count),
                    network.weights().size()));
            Map<String, Object> metric = new LinkedHashMap<>();
            metric.put("hiddenLayers", depth);
            metric.put("guess", guess.words());
            metric.put("trained", trained);
            for (int layer = 1; layer <= network.weights().count(); layer++) {
                metric.put("cosineOfMatrix" + layer, mean(own, layer));
            }
            run.report().metric(metric);
        }
        return cosines;
    }

    private static double mean(List<Probe> probes, int which) {
        return probes.stream()
                .mapToDouble(probe -> probe.cosines().get(which))
                .average()
                .orElseThrow();
    }

    private static void row(Trained trained, List<Cosine> cosines, Run run) {
        Optional<Cosine> fresh = GradientGuessFindings.cosine(cosines, trained.depth(), trained.guess(), false);
        Optional<Cosine> later = GradientGuessFindings.cosine(cosines, trained.depth(), trained.guess(), true);
        run.report()
                .row(
                        trained.depth(),
                        trained.guess().map(Guess::words).orElse("gradient"),
                        trained.guesses(),
                        trained.rate(),
                        fresh.map(Cosine::mean).orElse(1.0),
                        fresh.map(Cosine::standardError).orElse(0.0),
                        later.map(Cosine::mean).orElse(1.0),
                        later.map(Cosine::standardError).orElse(0.0),
                        trained.loss(),
                        trained.trainAccuracy(),
                        trained.testAccuracy(),
                        trained.before(),
                        trained.after());
    }
}
