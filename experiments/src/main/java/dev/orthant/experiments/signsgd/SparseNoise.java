package dev.orthant.experiments.signsgd;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.SignSgd;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Figure A.1 of Bernstein, Wang, Azizzadenesheli and Anandkumar 2018: a gradient with all its noise in one coordinate.
///
///     f(x) = ‖x‖²/2,   g = x + 100 z e₁,   z ~ N(0, 1)
///
/// A sign is 1 whatever the size of what it is the sign of: the noisy coordinate cannot take more than its step. SGD must use a
/// rate that the noisy coordinate bears, and is slow in all others. The control spreads the same variance over all
/// coordinates, where signs have no advantage.
public final class SparseNoise implements Experiment<SparseNoise.Parameters> {
    /// @param dimension   of x, in [1, 10000]
    /// @param noise       standard deviation of the noise in the first coordinate, at least 0
    /// @param steps       in [1000, 100000]; claims look at step 500 and at the second half
    /// @param repeats     independent starts and noise, at least 2
    /// @param sgdRate     of SGD; ten times as much for the schedule 1/√t
    /// @param signRate    of signSGD; ten times as much for the schedule 1/√t
    public record Parameters(int dimension, double noise, int steps, int repeats, double sgdRate, double signRate) {
        public Parameters {
            require("dimension", dimension, dimension >= 1 && dimension <= 10_000, "in [1, 10000]");
            require("noise", noise, noise >= 0 && Double.isFinite(noise), "at least 0");
            require("steps", steps, steps >= 1000 && steps <= 100_000, "in [1000, 100000]");
            require("repeats", repeats, repeats >= 2, "at least 2");
            require("sgdRate", sgdRate, sgdRate > 0 && sgdRate <= 1, "more than 0, at most 1");
            require("signRate", signRate, signRate > 0 && signRate <= 1, "more than 0, at most 1");
        }

        private static void require(String name, Number value, boolean holds, String required) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "signsgd-toy: " + name + " is " + value + "; it must be " + required);
            }
        }
    }

    private static final int EARLY = 500;

    private static final List<String> COLUMNS =
            List.of("noise", "schedule", "rule", "step", "mean loss", "deviation", "reference mean");

    /// An independent implementation with other random numbers, ten repeats: mean f at steps 0, 100, 500, 1000, 2000, 5000,
    /// 9999.
    private static final Map<String, List<Double>> REFERENCE = Map.of(
            "sparse constant SGD", List.of(47.8177, 39.6873, 18.6328, 8.9684, 3.1082, 5.7822, 1.6272),
            "sparse constant signSGD", List.of(54.517, 8.9706, 0.5913, 0.6364, 0.5504, 0.5671, 0.3377),
            "sparse 1/√t SGD", List.of(50.0946, 35.9342, 22.1597, 15.5673, 9.0606, 3.2536, 1.2572),
            "sparse 1/√t signSGD", List.of(48.5859, 2.1781, 1.3509, 1.2432, 1.2415, 1.1842, 1.0575));

    private static final List<Integer> SHOWN = List.of(0, 100, 500, 1000, 2000, 5000, 9999);

    @Override
    public String name() {
        return "signsgd-toy";
    }

    @Override
    public String paper() {
        return "Bernstein, Wang, Azizzadenesheli and Anandkumar 2018, signSGD: compressed optimisation for non-convex"
                + " problems (arXiv:1802.04434)";
    }

    @Override
    public String figure() {
        return "figure A.1";
    }

    @Override
    public String claim() {
        return "Where the gradient's noise is sparse, signs make the loss small many times faster than SGD.";
    }

    @Override
    public String duration(Preset preset) {
        return "seconds";
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(100, 100, 1_000, 2, 0.001, 0.01);
            case REDUCED, PAPER -> new Parameters(100, 100, 10_000, 10, 0.001, 0.01);
        };
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    /// One curve: rule, schedule and noise.
    private record Setting(boolean sparse, boolean decaying, boolean signs) {
        String title() {
            return (sparse ? "sparse " : "dense ") + schedule() + " " + rule();
        }

        String schedule() {
            return decaying ? "1/√t" : "constant";
        }

        String rule() {
            return signs ? "signSGD" : "SGD";
        }

        double multiplier(int step) {
            return decaying ? 10 / Math.sqrt(step + 1.0) : 1;
        }
    }

    /// Mean and standard deviation over the repeats, by step.
    private record Series(double[] mean, double[] deviation) {
        double latest(double[] values) {
            int from = values.length / 2;
            double sum = 0;
            for (int step = from; step < values.length; step++) {
                sum += values[step];
            }
            return sum / (values.length - from);
        }
    }

    @Override
    public void run(Parameters parameters, Run run) {
        List<Setting> settings = List.of(
                new Setting(true, false, false),
                new Setting(true, false, true),
                new Setting(true, true, false),
                new Setting(true, true, true),
                new Setting(false, false, false),
                new Setting(false, false, true));
        Map<String, Series> all = new LinkedHashMap<>();
        run.progress().begin("quadratics", (long) settings.size() * parameters.repeats());
        for (Setting setting : settings) {
            Series series = measure(setting, parameters, run);
            all.put(setting.title(), series);
            for (int i = 0; i < SHOWN.size(); i++) {
                int step = SHOWN.get(i);
                if (step < parameters.steps()) {
                    List<Double> reference = REFERENCE.getOrDefault(setting.title(), List.of());
                    run.report()
                            .row(
                                    setting.sparse() ? "sparse" : "dense",
                                    setting.schedule(),
                                    setting.rule(),
                                    step,
                                    series.mean()[step],
                                    series.deviation()[step],
                                    reference.isEmpty() ? Double.NaN : reference.get(i));
                }
            }
            run.report().save();
        }
        run.report().claims(claims(all));
        run.report().figure(figure(all, parameters));
        run.progress().end();
    }

    private static Series measure(Setting setting, Parameters parameters, Run run) {
        List<double[]> losses = Parallel.map(parameters.repeats(), repeat -> {
            Streams streams = run.streams().named(setting.title()).indexed(repeat);
            double[] one = setting.signs()
                    ? descend(new SignSgd(parameters.signRate()), setting, parameters, streams)
                    : descend(new Sgd(parameters.sgdRate(), 0), setting, parameters, streams);
            run.progress().step();
            return one;
        });
        double[] mean = new double[parameters.steps()];
        double[] deviation = new double[parameters.steps()];
        for (int step = 0; step < parameters.steps(); step++) {
            int at = step;
            mean[step] = losses.stream().mapToDouble(each -> each[at]).average().orElse(Double.NaN);
            double square = losses.stream()
                    .mapToDouble(each -> (each[at] - mean[at]) * (each[at] - mean[at]))
                    .average()
                    .orElse(Double.NaN);
            deviation[step] = Math.sqrt(square);
        }
        return new Series(mean, deviation);
    }

    /// f before each step.
    private static <S> double[] descend(Optimizer<S> rule, Setting setting, Parameters parameters, Streams streams) {
        int dimension = parameters.dimension();
        Weights x = NoisyQuadratic.of(streams.named("start").gaussian(Shape.of(dimension)));
        Weights gradient = NoisyQuadratic.of(Tensor.zeros(Shape.of(dimension)));
        float[] numbers = x.get("x").span().array();
        float[] noisy = gradient.get("x").span().array();
        S state = rule.start(x);
        int noiseCount = setting.sparse() ? 1 : dimension;
        float size = (float) (parameters.noise() / Math.sqrt(noiseCount));
        double[] losses = new double[parameters.steps()];
        float[] noise = streams.named("noise")
                .gaussian(Shape.of(losses.length, noiseCount))
                .toArray();
        for (int step = 0; step < losses.length; step++) {
            losses[step] = NoisyQuadratic.loss(x);
            System.arraycopy(numbers, 0, noisy, 0, dimension);
            for (int i = 0; i < noiseCount; i++) {
                noisy[i] += size * noise[step * noiseCount + i];
            }
            state = rule.step(x, gradient, state, setting.multiplier(step));
        }
        return losses;
    }

    private static List<Claim> claims(Map<String, Series> all) {
        List<Claim> claims = new ArrayList<>();
        for (String schedule : List.of("constant", "1/√t")) {
            double sgd = series(all, "sparse " + schedule + " SGD").mean()[EARLY];
            double sign = series(all, "sparse " + schedule + " signSGD").mean()[EARLY];
            int column = SHOWN.indexOf(EARLY);
            claims.add(new Claim(
                    "sparse noise, " + schedule + " rate: after 500 steps signSGD's loss is less than a tenth of SGD's",
                    sign < sgd / 10,
                    number(sign) + " against " + number(sgd),
                    "figure A.1; another implementation: "
                            + REFERENCE
                                    .getOrDefault("sparse " + schedule + " signSGD", SAME)
                                    .get(column)
                            + " against "
                            + REFERENCE
                                    .getOrDefault("sparse " + schedule + " SGD", SAME)
                                    .get(column)));
        }
        Series sgd = series(all, "sparse constant SGD");
        Series sign = series(all, "sparse constant signSGD");
        claims.add(new Claim(
                "sparse noise: in the second half SGD's loss varies more between runs than signSGD's",
                sgd.latest(sgd.deviation()) > sign.latest(sign.deviation()),
                number(sgd.latest(sgd.deviation())) + " against " + number(sign.latest(sign.deviation())),
                "figure A.1; another implementation at step 5,000: 8.40 against 1.00"));
        Series denseSgd = series(all, "dense constant SGD");
        Series denseSign = series(all, "dense constant signSGD");
        claims.add(new Claim(
                "control, the same variance spread over all coordinates: in the second half SGD's loss is at most signSGD's",
                denseSgd.latest(denseSgd.mean()) <= denseSign.latest(denseSign.mean()),
                number(denseSgd.latest(denseSgd.mean())) + " against " + number(denseSign.latest(denseSign.mean())),
                "not in the paper; specification of this project"));
        return claims;
    }

    private static final List<Double> SAME = List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);

    private static Series series(Map<String, Series> all, String title) {
        return Objects.requireNonNull(all.get(title), title);
    }

    private static Figure figure(Map<String, Series> all, Parameters parameters) {
        List<Integer> steps = Stream.iterate(
                        1, step -> step < parameters.steps(), step -> step + Math.max(1, step / 20))
                .toList();
        List<Curve> curves = new ArrayList<>();
        all.forEach((title, series) -> curves.add(new Curve(
                title,
                title.startsWith("dense") ? Style.LEVEL : Style.OURS,
                steps.stream().map(Integer::doubleValue).toList(),
                steps.stream().map(step -> Math.min(60, series.mean()[step])).toList(),
                List.of())));
        return new Figure("Loss under sparse noise", "step", "f", true, 60, curves);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
