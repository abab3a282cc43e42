package dev.orthant.experiments.circuits;

import dev.orthant.autograd.loss.MeanSquaredError;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Constrained;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.constraint.SignMask;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Recovering a circuit's connections from stimuli and responses, with and without knowledge of their signs (Bagherian, Gornet,
/// Bernstein, Ni, Yue and Meister 2021).
///
/// A circuit is drawn ([GroundTruth]) and shown white noise; a circuit of the same cells is fitted to its responses by Adam with
/// an L1 penalty, once projected after every step onto the known signs ([SignMask]), once free. Both predict the responses;
/// the question is whether they found the connections ([Recovery]).
///
/// Both are fitted from several starts, of which that with the smallest penalised training loss counts, and at every penalty of a
/// grid, of which that counts which predicts responses to further, held-out stimuli best: whoever does not know the circuit can
/// choose so too.
///
/// Only the abstract's statements are the paper's; sizes, penalties and thresholds are this project's. The free fit takes the
/// penalty's subgradient and has no exact zeros; connections count from 5 % of the largest on.
public final class SignRecovery implements Experiment<SignRecovery.Parameters> {
    /// @param stimuli   numbers in a stimulus, at least 1
    /// @param window    stimuli that a bipolar cell may see, at least 1
    /// @param bipolar   cells, at least 1
    /// @param amacrine  cells, at least 1
    /// @param ganglion  cells, at least 1
    /// @param counts    stimuli shown, ascending
    /// @param seeds     circuits, at least 1
    /// @param penalties λ, each more than 0
    /// @param starts    initial weights tried for every fit, at least 1
    /// @param rate      Adam's, more than 0; falls to a tenth in equal factors
    /// @param batchSize at least 1
    /// @param steps     at least 1
    public record Parameters(
            int stimuli,
            int window,
            int bipolar,
            int amacrine,
            int ganglion,
            List<Integer> counts,
            int seeds,
            List<Double> penalties,
            int starts,
            double rate,
            int batchSize,
            int steps) {
        public Parameters {
            counts = List.copyOf(counts);
            penalties = List.copyOf(penalties);
            new Conditions("sign-recovery")
                    .atLeast("stimuli", stimuli, 1)
                    .within("window", window, 1, stimuli)
                    .within("bipolar", bipolar, 1, 10_000)
                    .within("amacrine", amacrine, 1, 10_000)
                    .within("ganglion", ganglion, 1, 10_000)
                    .eachAtLeast("counts", counts, 1)
                    .atLeast("seeds", seeds, 1)
                    .eachPositive("penalties", penalties)
                    .atLeast("starts", starts, 1)
                    .positive("rate", rate)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("steps", steps, 1);
        }

        Circuit circuit() {
            return new Circuit(bipolar, amacrine, ganglion);
        }
    }

    private static final int TEST_COUNT = 1_000;
    private static final int HELD_OUT_COUNT = 1_000;

    /// Fixed before the first run, as are the others.
    private static final double RECOVERED = 0.1;

    private static final double RECOVERED_F1 = 0.9;
    private static final double NOT_RECOVERED = 0.5;
    private static final double PREDICTED = 0.95;

    /// @param explained R² of the responses to stimuli that were not shown
    private record Outcome(boolean signed, int count, int seed, double penalty, Recovery recovery, double explained) {}

    /// What is known of a fit without knowing the circuit.
    ///
    /// @param loss    mean squared error and penalty on the stimuli shown
    /// @param heldOut R² of the responses to held-out stimuli
    private record Fit(Network student, double penalty, double loss, double heldOut) {}

    @Override
    public String name() {
        return "sign-recovery";
    }

    @Override
    public String paper() {
        return "Bagherian, Gornet, Bernstein, Ni, Yue and Meister 2021, "
                + "Fine-grained system identification of nonlinear neural circuits (arXiv:2106.05400)";
    }

    @Override
    public String figure() {
        return "recovery of a simulated circuit with and without sign constraints";
    }

    @Override
    public String claim() {
        return "Penalised regression recovers a circuit's connections if their signs are known, and fails if they are not.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "a day";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        List<Double> decades = List.of(1e-5, 1e-4, 1e-3, 1e-2);
        return switch (preset) {
            case SMOKE -> new Parameters(6, 3, 4, 2, 1, List.of(50), 1, List.of(1e-4, 1e-2), 2, 0.01, 25, 20);
            case REDUCED ->
                new Parameters(20, 8, 10, 5, 2, List.of(100, 300, 1_000, 3_000), 5, decades, 3, 0.01, 100, 6_000);
            case PAPER ->
                new Parameters(
                        40, 8, 20, 10, 5, List.of(100, 300, 1_000, 3_000, 10_000), 10, decades, 5, 0.01, 100, 50_000);
        };
    }

    @Override
    public List<String> columns() {
        return List.of(
                "signs", "stimuli", "circuit", "penalty", "weight error", "F1", "right signs", "explained variance");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        List<Outcome> outcomes = new ArrayList<>();
        long each = (long) parameters.penalties().size() * parameters.starts();
        run.progress().begin("fits", 2 * each * parameters.counts().size() * parameters.seeds());
        for (int count : parameters.counts()) {
            List<Outcome> own = Parallel.map(2 * parameters.seeds(), index -> {
                int seed = index / 2;
                return fit(parameters, index % 2 == 0, count, seed, run);
            });
            outcomes.addAll(own);
            for (Outcome outcome : own) {
                run.report()
                        .row(
                                outcome.signed() ? "known" : "unknown",
                                count,
                                outcome.seed(),
                                outcome.penalty(),
                                outcome.recovery().error(),
                                outcome.recovery().f1(),
                                outcome.recovery().signs(),
                                outcome.explained());
            }
            run.report().figure(figure(parameters, outcomes));
            run.report().save();
        }
        run.report().claims(claims(parameters, outcomes));
        run.progress().end();
    }

    private static Outcome fit(Parameters parameters, boolean signed, int count, int seed, Run run) {
        Streams streams = run.streams().indexed(seed);
        Circuit circuit = parameters.circuit();
        Shape input = Shape.of(parameters.stimuli());
        GroundTruth truth =
                GroundTruth.draw(circuit, parameters.stimuli(), parameters.window(), streams.named("circuit"));
        Network teacher = new Network(circuit, input, truth.weights());
        Tensor stimuli = streams.named("stimuli").gaussian(Shape.of(count, parameters.stimuli()));
        Tensor responses = teacher.predict(stimuli);
        Tensor heldOut = streams.named("held out").gaussian(Shape.of(HELD_OUT_COUNT, parameters.stimuli()));
        Tensor heldOutResponses = teacher.predict(heldOut);
        Fit chosen = parameters.penalties().stream()
                .map(penalty -> IntStream.range(0, parameters.starts())
                        .mapToObj(start -> {
                            Streams own = streams.named("start").indexed(start);
                            Network student =
                                    Network.create(circuit, input, new Initialiser.Prior(), own.named("initial"));
                            train(parameters, student, penalty, signed, truth, stimuli, responses, own);
                            run.progress().step();
                            return new Fit(
                                    student,
                                    penalty,
                                    penalisedLoss(student, penalty, stimuli, responses),
                                    explained(heldOutResponses, student.predict(heldOut)));
                        })
                        .min(Comparator.comparingDouble(Fit::loss))
                        .orElseThrow())
                .max(Comparator.comparingDouble(Fit::heldOut))
                .orElseThrow();
        Tensor unseen = streams.named("unseen").gaussian(Shape.of(TEST_COUNT, parameters.stimuli()));
        return new Outcome(
                signed,
                count,
                seed,
                chosen.penalty(),
                Recovery.of(circuit, truth.weights(), chosen.student().weights()),
                explained(teacher.predict(unseen), chosen.student().predict(unseen)));
    }

    private static double penalisedLoss(Network student, double penalty, Tensor stimuli, Tensor responses) {
        float[] y = responses.toArray();
        float[] p = student.predict(stimuli).toArray();
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            squares += (y[i] - p[i]) * (double) (y[i] - p[i]);
        }
        double magnitudes = 0;
        for (Weight weight : student.weights().all()) {
            if (weight.role() == Role.MATRIX) {
                for (float number : weight.tensor().toArray()) {
                    magnitudes += Math.abs(number);
                }
            }
        }
        return squares / y.length + penalty * magnitudes;
    }

    private static void train(
            Parameters parameters,
            Network student,
            double penalty,
            boolean signed,
            GroundTruth truth,
            Tensor stimuli,
            Tensor responses,
            Streams streams) {
        weaken(student.weights().get(Circuit.AMACRINE_TO_GANGLION));
        L1Penalised<Adam.State> rule = new L1Penalised<>(new Adam(parameters.rate()), penalty);
        if (signed) {
            takeSigns(student.weights(), truth.signs());
            Constrained<Adam.State> constrained = new Constrained<>(rule, new SignMask(truth.signs()));
            train(parameters, student, constrained, stimuli, responses, streams);
        } else {
            train(parameters, student, rule, stimuli, responses, streams);
        }
    }

    /// Begins on the right side: W ← S |W|.
    private static void takeSigns(Weights weights, Weights signs) {
        for (Weight sign : signs.all()) {
            Span w = weights.get(sign.name()).span();
            float[] s = sign.tensor().toArray();
            for (int i = 0; i < s.length; i++) {
                w.array()[w.from() + i] = s[i] * Math.abs(w.array()[w.from() + i]);
            }
        }
    }

    /// Inhibition of full strength silences ganglion cells for ever: a cell that never responds has no gradient.
    private static void weaken(Tensor inhibition) {
        Span span = inhibition.span();
        for (int i = span.from(); i < span.from() + span.length(); i++) {
            span.array()[i] *= 0.1f;
        }
    }

    private static <S> void train(
            Parameters parameters,
            Network student,
            Optimizer<S> rule,
            Tensor stimuli,
            Tensor responses,
            Streams streams) {
        Trainer<S> trainer = new Trainer<>(
                rule,
                new Schedule.Exponential(Math.pow(0.1, 1.0 / parameters.steps())),
                Trainer.Clock.STEPS,
                new MeanSquaredError(),
                parameters.batchSize(),
                Math.ceilDiv(parameters.steps(), Math.ceilDiv(stimuli.shape().axis(0), parameters.batchSize())));
        TrainingSession<S> session = new TrainingSession<>(trainer, student, stimuli, responses, streams);
        for (int step = 0; step < parameters.steps(); step++) {
            session.step();
        }
    }

    /// 1 − residual variance / variance, over all cells together.
    private static double explained(Tensor responses, Tensor predictions) {
        float[] y = responses.toArray();
        float[] p = predictions.toArray();
        double mean =
                IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElse(Double.NaN);
        double residual = 0;
        double variance = 0;
        for (int i = 0; i < y.length; i++) {
            residual += (y[i] - p[i]) * (double) (y[i] - p[i]);
            variance += (y[i] - mean) * (y[i] - mean);
        }
        return 1 - residual / variance;
    }

    private static double median(List<Outcome> outcomes, boolean signed, int count, ToDoubleFunction<Outcome> value) {
        double[] sorted = outcomes.stream()
                .filter(outcome -> outcome.signed() == signed && outcome.count() == count)
                .mapToDouble(value)
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static List<Claim> claims(Parameters parameters, List<Outcome> outcomes) {
        int most = parameters.counts().getLast();
        int least = parameters.counts().getFirst();
        double known =
                median(outcomes, true, most, outcome -> outcome.recovery().error());
        double f1 = median(outcomes, true, most, outcome -> outcome.recovery().f1());
        double unknown =
                median(outcomes, false, most, outcome -> outcome.recovery().error());
        double explained = median(outcomes, false, most, Outcome::explained);
        double knownBefore =
                median(outcomes, true, least, outcome -> outcome.recovery().error());
        double unknownBefore =
                median(outcomes, false, least, outcome -> outcome.recovery().error());
        return List.of(
                new Claim(
                        "with known signs the median weight error is below 0.1 and F1 above 0.9, at " + most
                                + " stimuli",
                        known < RECOVERED && f1 > RECOVERED_F1,
                        "error " + Words.number(known) + ", F1 " + Words.number(f1),
                        "recovers the correct parameters"),
                new Claim(
                        "without them the error is above 0.5, although more than 0.95 of the responses' variance is explained",
                        unknown > NOT_RECOVERED && explained > PREDICTED,
                        "error " + Words.number(unknown) + ", explained " + Words.number(explained),
                        "fails to recover them"),
                new Claim(
                        "the error falls with the number of stimuli only if the signs are known",
                        known < knownBefore / 2 && unknown > unknownBefore / 2,
                        "known: from " + Words.number(knownBefore) + " to " + Words.number(known) + "; unknown: from "
                                + Words.number(unknownBefore) + " to " + Words.number(unknown),
                        "no numbers"));
    }

    private static Figure figure(Parameters parameters, List<Outcome> outcomes) {
        List<Integer> counts = parameters.counts().stream()
                .filter(count -> outcomes.stream().anyMatch(outcome -> outcome.count() == count))
                .toList();
        List<Double> x = counts.stream().map(count -> (double) count).toList();
        List<Curve> curves = new ArrayList<>();
        for (boolean signed : List.of(true, false)) {
            curves.add(new Curve(
                    signed ? "signs known" : "signs unknown",
                    Style.OURS,
                    x,
                    counts.stream()
                            .map(count -> median(
                                    outcomes,
                                    signed,
                                    count,
                                    outcome -> outcome.recovery().error()))
                            .toList(),
                    List.of()));
        }
        return new Figure("Recovery of a circuit", "stimuli", "median weight error", true, 2, curves);
    }
}
