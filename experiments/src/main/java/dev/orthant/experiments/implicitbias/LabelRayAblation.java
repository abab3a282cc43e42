package dev.orthant.experiments.implicitbias;

import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Why do trained networks beat the infinitely wide one at large margin? (Figure 6 of Bernstein and Yue 2021 shows it, four- to
/// eightfold, and does not say.)
///
/// Between the infinitely wide network conditioned on α·labels (NNGP) and the finite one that Nero trains lie several differences.
/// Each variant removes some: the kernel of balanced networks, the tangent kernel, the finite network linearised
/// (trained by gradient flow, or by Nero's own steps), the trained network with part of the constraint, by other rules, at other
/// widths. All variants see the same data sets; those of one width that hold the same start from the same weights.
///
/// The candidate explanations are claims, fixed before the first run; see [AblationFindings].
public final class LabelRayAblation implements Experiment<LabelRayAblation.Parameters> {
    /// @param depth            weight matrices, at least 2
    /// @param width            neurons of a hidden layer, at least 2
    /// @param widths           of the sweep, ascending, each at least 2
    /// @param trainCount       training examples, 2 to 50: one batch
    /// @param testCount        test examples, at least 1
    /// @param datasets         independent draws of the examples, at least 2
    /// @param labelScales      α, ascending, more than 0, the last at least 10
    /// @param networks         of each finite variant on each data set, at least 1
    /// @param epochs           steps of training, at least 1
    /// @param learningRate     Nero's, more than 0
    /// @param beta             Nero's, in [0, 1)
    /// @param decay            factor of the learning rate after each epoch, in (0, 1]
    /// @param learningRates    from which the other rules' are chosen, each more than 0
    /// @param posteriorSamples of infinitely wide networks on each data set, at least 1
    public record Parameters(
            int depth,
            int width,
            List<Integer> widths,
            int trainCount,
            int testCount,
            int datasets,
            List<Double> labelScales,
            int networks,
            int epochs,
            double learningRate,
            double beta,
            double decay,
            List<Double> learningRates,
            int posteriorSamples) {
        private static final int LARGEST_DEPTH = 1000;
        private static final int LARGEST_WIDTH = 46_000; // 46,000² numbers are just below the largest array
        private static final int LARGEST_BATCH = 50; // the paper's: up to here an epoch is one step

        public Parameters {
            widths = List.copyOf(widths);
            labelScales = List.copyOf(labelScales);
            learningRates = List.copyOf(learningRates);
            require("depth", depth, depth >= 2 && depth <= LARGEST_DEPTH, "2 to " + LARGEST_DEPTH);
            require("width", width, width >= 2 && width <= LARGEST_WIDTH, "2 to " + LARGEST_WIDTH);
            int narrower = 1;
            for (int each : widths) {
                require("widths", each, each > narrower && each <= LARGEST_WIDTH, "ascending, 2 to " + LARGEST_WIDTH);
                narrower = each;
            }
            require("trainCount", trainCount, trainCount >= 2 && trainCount <= LARGEST_BATCH, "2 to " + LARGEST_BATCH);
            require("testCount", testCount, testCount >= 1, "at least 1");
            require("datasets", datasets, datasets >= 2, "at least 2: errors are over data sets");
            double before = 0;
            for (double scale : labelScales) {
                require("labelScales", scale, scale > before && scale <= 1e30, "ascending, more than 0, at most 1e30");
                before = scale;
            }
            require("labelScales", before, before >= AblationFindings.LARGE_SCALE, "at least 10 at the end");
            require("networks", networks, networks >= 1, "at least 1");
            require("epochs", epochs, epochs >= 1, "at least 1");
            require("learningRate", learningRate, learningRate > 0 && learningRate <= 1e6, "more than 0, at most 1e6");
            require("beta", beta, beta >= 0 && beta < 1, "in [0, 1)");
            require("decay", decay, decay > 0 && decay <= 1, "in (0, 1]");
            require("learningRates", learningRates.size(), !learningRates.isEmpty(), "at least one");
            for (double rate : learningRates) {
                require("learningRates", rate, rate > 0 && rate <= 1e6, "more than 0, at most 1e6");
            }
            require("posteriorSamples", posteriorSamples, posteriorSamples >= 1, "at least 1");
        }

        private static void require(String name, Number value, boolean holds, String required) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "label-ray-ablation: " + name + " is " + value + "; it must be " + required);
            }
        }

        /// Every variant, then the widths that are not among them.
        List<AblationVariant> variants() {
            List<AblationVariant> variants = new ArrayList<>(AblationVariant.all(width));
            widths.stream()
                    .filter(each -> each != width)
                    .map(AblationVariant::trained)
                    .forEach(variants::add);
            return List.copyOf(variants);
        }
    }

    private static final List<Double> LEARNING_RATES = List.of(1e-4, 1e-3, 1e-2, 1e-1);

    @Override
    public String name() {
        return "label-ray-ablation";
    }

    @Override
    public String paper() {
        return "Bernstein and Yue 2021, On the implicit biases of architecture and gradient descent";
    }

    @Override
    public String figure() {
        return "not in the paper: why trained networks beat the infinitely wide one in figure 6";
    }

    @Override
    public String claim() {
        return "At large margin trained networks beat the infinitely wide one four- to eightfold.";
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
            case SMOKE -> parameters(3, 16, List.of(8, 16), 2, List.of(10.0), 1, 10, 10);
            case REDUCED -> parameters(7, 256, List.of(64, 128, 256, 512), 24, List.of(1.0, 10.0, 100.0), 1, 100, 100);
            case PAPER ->
                parameters(
                        7,
                        10_000,
                        List.of(156, 625, 2500, 10_000),
                        16,
                        List.of(0.01, 0.1, 1.0, 10.0, 100.0),
                        10,
                        100,
                        1000);
        };
    }

    private static Parameters parameters(
            int depth,
            int width,
            List<Integer> widths,
            int datasets,
            List<Double> labelScales,
            int networks,
            int epochs,
            int posteriorSamples) {
        return new Parameters(
                depth,
                width,
                widths,
                5,
                50,
                datasets,
                labelScales,
                networks,
                epochs,
                0.01,
                0.999,
                0.9,
                LEARNING_RATES,
                posteriorSamples);
    }

    @Override
    public List<String> columns() {
        return AblationFindings.COLUMNS;
    }

    @Override
    public void run(Parameters parameters, Run run) {
        PixelScale scale = PixelScale.of(run.dataName());
        Streams pilot = run.streams().named("pilot");
        run.progress().begin("learning rates", 1);
        AblationSetting setting = AblationSetting.choose(parameters, problem(parameters, scale, run, pilot), pilot);
        List<AblationVariant> variants = parameters.variants();
        int scales = parameters.labelScales().size();
        List<List<AblationOutcome>> measured = new ArrayList<>();
        for (int dataset = 0; dataset < parameters.datasets(); dataset++) {
            Streams streams = run.streams().named("data set").indexed(dataset);
            Problem problem = problem(parameters, scale, run, streams);
            run.progress()
                    .begin(
                            "data set " + (dataset + 1) + " of " + parameters.datasets(),
                            (long) variants.size() * scales);
            // The widest, at the end of the list, take longest: they begin first.
            List<AblationOutcome> reversed = Parallel.map(variants.size() * scales, index -> {
                int cell = variants.size() * scales - 1 - index;
                AblationOutcome mean = AblationOutcome.mean(variants.get(cell / scales)
                        .measure(setting, problem, parameters.labelScales().get(cell % scales), streams));
                run.progress().step();
                return mean;
            });
            measured.add(reversed.reversed());
            new AblationFindings(setting, measured).writeTo(run.report(), run.dataName());
            run.report().save();
        }
        run.progress().end();
    }

    private static Problem problem(Parameters parameters, PixelScale scale, Run run, Streams streams) {
        return Problem.draw(
                run.data(), scale, parameters.trainCount(), parameters.testCount(), streams.named("examples"));
    }

    /// The label scales of at least 10.
    static int[] largeScales(Parameters parameters) {
        return IntStream.range(0, parameters.labelScales().size())
                .filter(i -> parameters.labelScales().get(i) >= AblationFindings.LARGE_SCALE)
                .toArray();
    }
}
