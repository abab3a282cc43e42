package dev.orthant.experiments.trust;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Task;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.trust.RandomNetworks.Measurement;
import dev.orthant.experiments.trust.TrainedNetwork.Watched;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Deep relative trust, measured (Bernstein, Vahdat, Yue and Liu 2020, section 3): if every layer of a perceptron moves by the
/// fraction η of its norm, the output moves by about the fraction (1 + η)^L − 1.
///
/// Three measurements: random networks and directions, beside a bound that cannot be broken ([RandomNetworks]); the steps of a
/// training by Fromage; and how often a step decreases the loss on all examples, by its size ([TrainedNetwork]).
///
/// This is this project's experiment: the paper argues, and measures gradients ([fromage-curvature][
/// dev.orthant.experiments.fromage.FromageCurvature]), but has no such figure.
public final class DeepRelativeTrust implements Experiment<DeepRelativeTrust.Parameters> {
    /// @param depths      layers L of the random networks, ascending, each at least 1
    /// @param trained     layers of the networks that are trained, each at least 1
    /// @param width       neurons of a hidden layer, at least 1
    /// @param inputs      on which outputs are compared, at least 1
    /// @param repetitions random networks of each depth, at least 1
    /// @param etas        relative steps η, ascending
    /// @param trainCount  examples, at least 1
    /// @param batchSize   at least 1
    /// @param epochs      at least 1
    /// @param every       steps between two places where other steps are tried, at least 1
    public record Parameters(
            List<Integer> depths,
            List<Integer> trained,
            int width,
            int inputs,
            int repetitions,
            List<Double> etas,
            int trainCount,
            int batchSize,
            int epochs,
            int every) {
        public Parameters {
            depths = List.copyOf(depths);
            trained = List.copyOf(trained);
            etas = List.copyOf(etas);
            new Conditions("deep-relative-trust")
                    .eachAtLeast("depths", depths, 1)
                    .eachAtLeast("trained", trained, 1)
                    .within("width", width, 1, 46_000)
                    .atLeast("inputs", inputs, 1)
                    .atLeast("repetitions", repetitions, 1)
                    .eachPositive("etas", etas)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1)
                    .atLeast("every", every, 1);
        }
    }

    /// "Near 1" is within a factor of √2: below it steps should be accepted, above it refused. The grid of η leaves few sizes
    /// between. The shares were fixed before the first run; the first bounds, 0.3 and 3, were a decade apart and said too little.
    private static final double SAFE = 1 / Math.sqrt(2);

    private static final double UNSAFE = Math.sqrt(2);
    private static final double ACCEPTED = 0.9;
    private static final double REFUSED = 0.5;

    @Override
    public String name() {
        return "deep-relative-trust";
    }

    @Override
    public String paper() {
        return "Bernstein, Vahdat, Yue and Liu 2020, On the distance between two neural networks and the stability of learning (arXiv:2002.03432)";
    }

    @Override
    public String figure() {
        return "section 3: the output's relative change against (1 + η)^L − 1";
    }

    @Override
    public String claim() {
        return "The relative change of a network's output follows the product over the layers of one plus their relative changes.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "a minute or two";
            case PAPER -> "an hour";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        List<Double> thirteen =
                IntStream.range(0, 13).mapToObj(i -> Math.pow(10, i / 4.0 - 3)).toList();
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(2, 4), List.of(2), 16, 20, 2, List.of(0.01, 0.1), 100, 20, 1, 2);
            case REDUCED ->
                new Parameters(List.of(1, 2, 4, 8, 16, 32), List.of(2, 8), 128, 256, 20, thirteen, 1_000, 50, 10, 10);
            case PAPER ->
                new Parameters(
                        List.of(1, 2, 4, 8, 16, 32), List.of(2, 4, 8, 16), 784, 256, 20, thirteen, 10_000, 250, 10, 10);
        };
    }

    @Override
    public List<String> columns() {
        return List.of(
                "measurement", "layers", "relative step", "trust", "relative change", "share of the bound or accepted");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task probe = Task.draw(run, parameters.inputs(), 0);
        Task task = Task.draw(run, parameters.trainCount(), 0);
        int networks = parameters.depths().size() * parameters.repetitions();
        run.progress().begin("random networks", networks);
        List<Measurement> measurements = Parallel.map(networks, index -> {
                    int layers = parameters.depths().get(index / parameters.repetitions());
                    List<Measurement> own = RandomNetworks.measure(
                            probe,
                            layers,
                            parameters.width(),
                            parameters.etas(),
                            run.streams().named("random").indexed(index));
                    run.progress().step();
                    return own;
                })
                .stream()
                .flatMap(List::stream)
                .toList();
        run.report().figure(figure(parameters, measurements, run.dataName()));
        run.report().save();
        run.progress().begin("trained networks", parameters.trained().size());
        List<Watched> watched = Parallel.map(parameters.trained().size(), index -> {
            Watched own = TrainedNetwork.train(
                    parameters,
                    task,
                    parameters.trained().get(index),
                    run.streams().named("trained").indexed(index));
            run.progress().step();
            return own;
        });
        writeRows(parameters, measurements, watched, run);
        run.report().claims(claims(parameters, measurements, watched));
        run.report().notes(notes(parameters, measurements, watched));
        run.progress().end();
    }

    private static void writeRows(
            Parameters parameters, List<Measurement> measurements, List<Watched> watched, Run run) {
        for (boolean aligned : List.of(false, true)) {
            for (int layers : parameters.depths()) {
                for (double eta : parameters.etas()) {
                    List<Measurement> own = of(measurements, layers, aligned, eta);
                    run.report()
                            .row(
                                    aligned ? "random network, along the gradient" : "random network, random direction",
                                    layers,
                                    eta,
                                    Perturbation.trust(eta, layers),
                                    meanChange(own),
                                    own.stream()
                                            .mapToDouble(Measurement::shareOfBound)
                                            .max()
                                            .orElse(Double.NaN));
                }
            }
        }
        for (Watched each : watched) {
            run.report()
                    .row(
                            "steps of Fromage",
                            each.layers(),
                            0.01,
                            mean(each.steps().stream().map(TrainedNetwork.Step::trust)),
                            mean(each.steps().stream().map(TrainedNetwork.Step::change)),
                            Double.NaN);
            for (double eta : parameters.etas()) {
                run.report()
                        .row(
                                "tried steps",
                                each.layers(),
                                eta,
                                Perturbation.trust(eta, each.layers()),
                                Double.NaN,
                                accepted(each, eta));
            }
        }
    }

    private static List<Measurement> of(List<Measurement> all, int layers, boolean aligned, double eta) {
        return all.stream()
                .filter(each -> each.layers() == layers && each.aligned() == aligned && each.eta() == eta)
                .toList();
    }

    private static double meanChange(List<Measurement> measurements) {
        return mean(measurements.stream().map(Measurement::change));
    }

    private static double mean(Stream<Double> numbers) {
        return numbers.mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /// Share of the tried steps of one size that decrease the loss.
    private static double accepted(Watched watched, double eta) {
        return mean(watched.trials().stream()
                .filter(trial -> trial.eta() == eta)
                .map(trial -> trial.decreased() ? 1.0 : 0.0));
    }

    private static List<Claim> claims(Parameters parameters, List<Measurement> measurements, List<Watched> watched) {
        double largest = measurements.stream()
                .mapToDouble(Measurement::shareOfBound)
                .max()
                .orElse(Double.NaN);
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim(
                "no output moves farther than the bound allows",
                largest <= 1,
                "largest share of the bound " + Words.number(largest) + ", " + measurements.size() + " perturbations",
                "proved"));
        int shallow = parameters.depths().contains(2) ? 2 : parameters.depths().getFirst();
        int deep = parameters.depths().contains(16) ? 16 : parameters.depths().getLast();
        double least = parameters.etas().stream()
                .mapToDouble(eta -> meanChange(of(measurements, deep, false, eta))
                        / meanChange(of(measurements, shallow, false, eta)))
                .min()
                .orElse(Double.NaN);
        claims.add(new Claim(
                "at every relative step, the output of " + deep + " layers changes more than that of " + shallow,
                least > 1,
                "at least " + Words.number(least) + " times as much",
                "(1 + η)^L − 1 grows with L"));
        double weakest = measurements.isEmpty() ? Double.NaN : weakestAlignment(parameters, measurements);
        claims.add(new Claim(
                "along the gradient the output changes at least as much as in a random direction",
                weakest >= 1,
                "at least " + Words.number(weakest) + " times as much, at every depth and step",
                "no numbers"));
        claims.add(acceptance(parameters, watched));
        return claims;
    }

    private static double weakestAlignment(Parameters parameters, List<Measurement> measurements) {
        double weakest = Double.POSITIVE_INFINITY;
        for (int layers : parameters.depths()) {
            for (double eta : parameters.etas()) {
                weakest = Math.min(
                        weakest,
                        meanChange(of(measurements, layers, true, eta))
                                / meanChange(of(measurements, layers, false, eta)));
            }
        }
        return weakest;
    }

    private static Claim acceptance(Parameters parameters, List<Watched> watched) {
        double least = 1;
        double most = 0;
        for (Watched each : watched) {
            for (double eta : parameters.etas()) {
                double trust = Perturbation.trust(eta, each.layers());
                least = trust <= SAFE ? Math.min(least, accepted(each, eta)) : least;
                most = trust >= UNSAFE ? Math.max(most, accepted(each, eta)) : most;
            }
        }
        return new Claim(
                "acceptance collapses where (1 + η)^L − 1 is near 1: up to 0.71 nine steps in ten decrease the loss, from 1.41 on at most half",
                least >= ACCEPTED && most <= REFUSED,
                "at least " + Words.number(least) + " and at most " + Words.number(most),
                "the descent lemma: below 1 + cosine of step and gradient");
    }

    private static List<String> notes(Parameters parameters, List<Measurement> measurements, List<Watched> watched) {
        List<String> notes = new ArrayList<>();
        double small = parameters.etas().getFirst();
        for (int layers : parameters.depths()) {
            notes.add(layers + " layers: relative change over (1 + η)^L − 1 at η = " + Words.rate(small) + ": "
                    + Words.number(
                            meanChange(of(measurements, layers, false, small)) / Perturbation.trust(small, layers))
                    + " in random directions, "
                    + Words.number(
                            meanChange(of(measurements, layers, true, small)) / Perturbation.trust(small, layers))
                    + " along the gradient.");
        }
        for (Watched each : watched) {
            notes.add(each.layers() + " layers trained by Fromage at 0.01: a step's relative change of the output is "
                    + Words.number(mean(each.steps().stream().map(step -> step.change() / step.trust())))
                    + " times ∏ (1 + ‖ΔW‖/‖W‖) − 1 on average; last loss " + Words.number(each.lastLoss())
                    + "; shares of "
                    + "steps that decrease the loss: "
                    + Words.numbers(parameters.etas().stream()
                            .map(eta -> accepted(each, eta))
                            .toList())
                    + ".");
        }
        return notes;
    }

    private static Figure figure(Parameters parameters, List<Measurement> measurements, String dataName) {
        List<Curve> curves = new ArrayList<>();
        for (int layers : parameters.depths()) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (double eta : parameters.etas()) {
                x.add(Perturbation.trust(eta, layers));
                y.add(Math.log10(1 + meanChange(of(measurements, layers, false, eta))));
            }
            curves.add(new Curve(layers + " layers", Style.OURS, x, y, List.of()));
        }
        List<Double> trusts =
                IntStream.range(0, 25).mapToObj(i -> Math.pow(10, i / 4.0 - 3)).toList();
        curves.add(new Curve(
                "equal to (1 + η)^L − 1",
                Style.LEVEL,
                trusts,
                trusts.stream().map(trust -> Math.log10(1 + trust)).toList(),
                List.of()));
        return new Figure(
                "Deep relative trust (" + dataName + ")",
                "(1 + η)^L − 1",
                "log₁₀(1 + relative change of the output), random directions",
                true,
                3,
                curves);
    }
}
