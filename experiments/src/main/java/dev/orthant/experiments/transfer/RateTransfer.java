package dev.orthant.experiments.transfer;

import dev.orthant.autograd.loss.MeanSquaredError;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Course;
import dev.orthant.experiments.classification.Task;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.RelativeFrobenius;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The figures on hyper-parameter transfer of Bernstein 2022 (thesis): whether the best learning rate of a small network is that of
/// a wide or a deep one.
///
///     W_l ← W_l − (η / L) ‖W_l‖_F / √min(d_l, d_{l−1}) · G_l / ‖G_l‖_F
///
/// Perceptrons without biases, √2·relu, weights N(0, 1) rescaled so that the root mean square of each matrix' singular values is 1;
/// images of mean 0 on the sphere of radius √d; mean square distance from one-hot targets. The lesion leaves out the division by L:
/// its best rate is η/L, which the same runs give. SGD, whose best rate changes with both, stands beside.
///
/// Departures: the published figures are on CIFAR-10; at preset `reduced` widths end at 256 instead of 8192.
public final class RateTransfer implements Experiment<RateTransfer.Parameters> {
    /// @param widths     ascending, each at least 1
    /// @param depths     weight matrices L, ascending, each at least 2
    /// @param rates      η, ascending in equal factors
    /// @param sgdRates   of SGD, ascending in the same factors
    /// @param trainCount examples, at least 1
    /// @param batchSize  at least 1
    /// @param epochs     at least 1
    public record Parameters(
            List<Integer> widths,
            List<Integer> depths,
            List<Double> rates,
            List<Double> sgdRates,
            int trainCount,
            int batchSize,
            int epochs) {
        public Parameters {
            widths = List.copyOf(widths);
            depths = List.copyOf(depths);
            rates = List.copyOf(rates);
            sgdRates = List.copyOf(sgdRates);
            new Conditions("lr-transfer")
                    .eachAtLeast("widths", widths, 1)
                    .eachAtLeast("depths", depths, 2)
                    .eachPositive("rates", rates)
                    .eachPositive("sgdRates", sgdRates)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1);
        }
    }

    private static final String RULE = "relative Frobenius";
    private static final String SGD = "SGD";

    /// One network shape with one rule at all its rates.
    ///
    /// @param losses mean training loss of the last epoch, by rate
    private record Valley(String rule, int width, int depth, List<Double> rates, List<Double> losses) {
        /// Index of the best rate.
        int best() {
            return IntStream.range(0, losses.size())
                    .reduce((a, b) -> losses.get(b) < losses.get(a) ? b : a)
                    .orElseThrow();
        }

        /// Whether a smaller and a larger rate were tried and are worse: at the edge of the grid nothing is known.
        boolean isBracketed() {
            return best() > 0 && best() < rates.size() - 1;
        }

        double bestRate() {
            return rates.get(best());
        }
    }

    @Override
    public String name() {
        return "lr-transfer";
    }

    @Override
    public String paper() {
        return "Bernstein 2022, Optimisation and generalisation in networks of neurons (thesis) (arXiv:2210.10101)";
    }

    @Override
    public String figure() {
        return "landscape and its lesion: training loss against the learning rate, by width and depth";
    }

    @Override
    public String claim() {
        return "With relative updates divided by the depth, one learning rate is best for all widths and depths.";
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
            case SMOKE ->
                new Parameters(List.of(8, 16), List.of(2, 4), halfDecades(-1, 2), halfDecades(-1, 2), 100, 50, 1);
            case REDUCED ->
                new Parameters(
                        List.of(64, 128, 256),
                        List.of(2, 4, 8),
                        halfDecades(-2, 6),
                        halfDecades(-1.5, 7),
                        5_000,
                        500,
                        10);
            case PAPER ->
                new Parameters(
                        List.of(64, 128, 256, 512, 1024, 2048, 4096, 8192),
                        List.of(2, 4, 6, 8, 10),
                        halfDecades(-2, 6),
                        halfDecades(-1.5, 7),
                        50_000,
                        1_000,
                        19);
        };
    }

    /// So many rates from 10^first on, each √10 times the one before.
    private static List<Double> halfDecades(double first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Math.pow(10, first + i / 2.0))
                .toList();
    }

    @Override
    public List<String> columns() {
        return List.of("rule", "width", "depth", "learning rate", "training loss");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task drawn = Task.draw(run, parameters.trainCount(), 0);
        Examples examples = UnitSphere.apply(centred(drawn.train()));
        run.progress()
                .begin(
                        "networks",
                        (long) parameters.widths().size()
                                * parameters.depths().size()
                                * (parameters.rates().size()
                                        + parameters.sgdRates().size()));
        List<Valley> valleys = new ArrayList<>();
        for (int depth : parameters.depths()) {
            for (int width : parameters.widths()) {
                valleys.add(valley(parameters, examples, RULE, width, depth, parameters.rates(), run));
                valleys.add(valley(parameters, examples, SGD, width, depth, parameters.sgdRates(), run));
                run.report().figure(figure(valleys, run.dataName()));
                run.report().save();
            }
        }
        run.report().claims(claims(parameters, valleys));
        run.report().notes(notes(valleys));
        run.progress().end();
    }

    private static Valley valley(
            Parameters parameters, Examples examples, String rule, int width, int depth, List<Double> rates, Run run) {
        Streams streams = run.streams().named("network").indexed(depth).indexed(width);
        List<Double> losses = Parallel.map(rates.size(), index -> {
            double rate = rates.get(index);
            double loss = train(
                    parameters,
                    examples,
                    width,
                    depth,
                    rule.equals(SGD) ? new Sgd(rate, 0) : new RelativeFrobenius(rate),
                    streams);
            run.progress().step();
            return loss;
        });
        for (int i = 0; i < rates.size(); i++) {
            run.report().row(rule, width, depth, rates.get(i), losses.get(i));
        }
        return new Valley(rule, width, depth, rates, losses);
    }

    private static double train(
            Parameters parameters, Examples examples, int width, int depth, Optimizer<?> rule, Streams streams) {
        Network network = Network.create(
                Sequential.multilayerPerceptron(depth, width, examples.classes()),
                examples.exampleShape(),
                new Initialiser.Prior(),
                streams.named("initial"));
        network.weights().all().forEach(RateTransfer::normalise);
        return Course.of(
                        new Trainer<>(
                                rule,
                                new Schedule.Constant(),
                                new MeanSquaredError(),
                                parameters.batchSize(),
                                parameters.epochs()),
                        network,
                        examples,
                        streams.named("training"))
                .lastLoss();
    }

    /// Makes the root mean square of the singular values 1.
    private static void normalise(Weight weight) {
        MatrixView matrix = weight.tensor().matrix();
        Span span = weight.tensor().span();
        double squares = 0;
        for (int i = span.from(); i < span.from() + span.length(); i++) {
            squares += (double) span.array()[i] * span.array()[i];
        }
        double factor = Math.sqrt(Math.min(matrix.rows(), matrix.columns()) / squares);
        for (int i = span.from(); i < span.from() + span.length(); i++) {
            span.array()[i] = (float) (span.array()[i] * factor);
        }
    }

    /// Every example less the mean of its own elements.
    private static Examples centred(Examples examples) {
        float[] numbers = examples.inputs().toArray();
        int length = examples.exampleShape().size();
        for (int from = 0; from < numbers.length; from += length) {
            double sum = 0;
            for (int i = from; i < from + length; i++) {
                sum += numbers[i];
            }
            for (int i = from; i < from + length; i++) {
                numbers[i] = (float) (numbers[i] - sum / length);
            }
        }
        return examples.withInputs(Tensor.wrap(examples.inputs().shape(), numbers));
    }

    private static List<Claim> claims(Parameters parameters, List<Valley> valleys) {
        int acrossWidths = parameters.depths().stream()
                .mapToInt(depth -> spread(of(valleys, RULE).stream()
                        .filter(valley -> valley.depth() == depth)
                        .toList()))
                .max()
                .orElseThrow();
        int acrossDepths = parameters.widths().stream()
                .mapToInt(width -> spread(of(valleys, RULE).stream()
                        .filter(valley -> valley.width() == width)
                        .toList()))
                .max()
                .orElseThrow();
        int all = spread(of(valleys, RULE));
        int sgd = spread(of(valleys, SGD));
        double shift = lesionShift(parameters, valleys);
        double expected = Math.log10(
                (double) parameters.depths().getLast() / parameters.depths().getFirst());
        List<Valley> edges =
                valleys.stream().filter(valley -> !valley.isBracketed()).toList();
        return List.of(
                new Claim(
                        "every best rate lies inside of its grid, not at an edge",
                        edges.isEmpty(),
                        edges.isEmpty()
                                ? "all " + valleys.size()
                                : edges.stream().map(RateTransfer::place).collect(Collectors.joining("; "))
                                        + " at an edge",
                        "read from the figures"),
                new Claim(
                        "the best rate differs by at most one step of the grid between widths of one depth",
                        acrossWidths <= 1,
                        acrossWidths + " steps of half a decade",
                        "stable from width 64 to 8192"),
                new Claim(
                        "and by at most two between depths of one width",
                        acrossDepths <= 2,
                        acrossDepths + " steps",
                        "stable from depth 2 to 10"),
                // Stricter than before the first run: "to within a step of the grid" could hardly fail.
                new Claim(
                        "without the division by the depth the best rate falls with it, by at least half the ratio's logarithm",
                        shift >= expected / 2,
                        Words.number(shift) + " decades from depth "
                                + parameters.depths().getFirst() + " to "
                                + parameters.depths().getLast() + "; the ratio's logarithm is "
                                + Words.number(expected),
                        "shifts left with depth"),
                new Claim(
                        "SGD's best rate varies more over all networks",
                        sgd > all,
                        sgd + " steps against " + all,
                        "as above"));
    }

    private static String place(Valley valley) {
        return valley.rule() + ", width " + valley.width() + ", depth " + valley.depth() + ": rate "
                + Words.rate(valley.bestRate());
    }

    private static List<Valley> of(List<Valley> valleys, String rule) {
        return valleys.stream().filter(valley -> valley.rule().equals(rule)).toList();
    }

    /// Steps of the grid between the smallest and the largest best rate.
    private static int spread(List<Valley> valleys) {
        int least = valleys.stream().mapToInt(Valley::best).min().orElseThrow();
        int most = valleys.stream().mapToInt(Valley::best).max().orElseThrow();
        return most - least;
    }

    /// Decades by which the best η/L falls from the least to the largest depth, mean over the widths.
    private static double lesionShift(Parameters parameters, List<Valley> valleys) {
        return parameters.widths().stream()
                .mapToDouble(width -> lesion(valleys, width, parameters.depths().getFirst())
                        - lesion(valleys, width, parameters.depths().getLast()))
                .average()
                .orElseThrow();
    }

    private static double lesion(List<Valley> valleys, int width, int depth) {
        return of(valleys, RULE).stream()
                .filter(valley -> valley.width() == width && valley.depth() == depth)
                .mapToDouble(valley -> Math.log10(valley.bestRate() / depth))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> notes(List<Valley> valleys) {
        return valleys.stream()
                .map(valley ->
                        valley.rule() + ", width " + valley.width() + ", depth " + valley.depth() + ": best rate "
                                + Words.rate(valley.bestRate()) + ", loss "
                                + Words.number(valley.losses().get(valley.best())) + ".")
                .toList();
    }

    private static Figure figure(List<Valley> valleys, String dataName) {
        List<Curve> curves = new ArrayList<>();
        double most = 0;
        for (Valley valley : of(valleys, RULE)) {
            most = Math.max(most, valley.losses().get(valley.best()));
            List<Integer> finite = IntStream.range(0, valley.rates().size())
                    .boxed()
                    .filter(i -> Double.isFinite(valley.losses().get(i)))
                    .toList();
            curves.add(new Curve(
                    "width " + valley.width() + ", depth " + valley.depth(),
                    Style.OURS,
                    finite.stream().map(valley.rates()::get).toList(),
                    finite.stream().map(valley.losses()::get).toList(),
                    List.of()));
        }
        // Rates that are far too large have losses far beyond the picture.
        return new Figure(
                "One rate for all shapes (" + dataName + ")",
                "learning rate η",
                "training loss of the last epoch",
                true,
                Math.max(0.1, 3 * most),
                curves);
    }
}
