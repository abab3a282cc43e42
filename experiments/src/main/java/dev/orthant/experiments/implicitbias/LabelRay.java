package dev.orthant.experiments.implicitbias;

import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.orthant.OrthantAverage;
import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Figure 6 of Bernstein and Yue 2021: test error along the label ray.
///
/// A few training examples of two digits are fitted at label scale α, once by finite networks (Nero, fixed weight norms, so
/// that α sets the normalised margin), once by the infinitely wide network conditioned on α·labels. Beside the two curves:
/// the average error of random networks that fit the training signs, computed for the infinitely wide network and sampled
/// by rejection from finite ones.
///
/// Claim: the average over all fitting functions is already better than chance, and selecting functions of large
/// margin does much better still.
///
/// Departures from the paper: several data sets instead of one (the paper's at preset `paper`); training sets of one class
/// only are drawn anew; the average error comes from a sequential sampler, the paper's own estimator stands
/// beside it with its effective sample size.
public final class LabelRay implements Experiment<LabelRay.Parameters> {
    /// @param depth          weight matrices, at least 2
    /// @param width          neurons of a hidden layer, at least 1
    /// @param trainCount     training examples, at least 2
    /// @param testCount      test examples, at least 1
    /// @param datasets       independent draws of the examples, at least 1
    /// @param labelScales    α, ascending, each more than 0
    /// @param networks       trained at each α and data set, at least 2
    /// @param epochs         passes over the training examples, at least 1
    /// @param learningRate   Nero's, more than 0
    /// @param beta           Nero's, in [0, 1)
    /// @param decay          factor of the learning rate after each epoch, in (0, 1]
    /// @param posteriorSamples draws of the infinitely wide network at each α, at least 2
    /// @param orthantSamples   of the sequential sampler, at least 2
    /// @param publishedSamples of the paper's estimator, at least 2
    /// @param randomNetworks   drawn for rejection, at least 1
    public record Parameters(
            int depth,
            int width,
            int trainCount,
            int testCount,
            int datasets,
            List<Double> labelScales,
            int networks,
            int epochs,
            double learningRate,
            double beta,
            double decay,
            int posteriorSamples,
            int orthantSamples,
            int publishedSamples,
            int randomNetworks) {
        private static final int LARGEST_DEPTH = 10_000;
        private static final int LARGEST_WIDTH = 46_000; // 46,000² numbers are just below the largest array
        private static final int MOST_SAMPLES = 1_000_000;

        public Parameters {
            labelScales = List.copyOf(labelScales);
            require("depth", depth, 2);
            require("width", width, 1);
            require("trainCount", trainCount, 2);
            require("testCount", testCount, 1);
            require("datasets", datasets, 1);
            require("labelScales", labelScales.size(), 1);
            require("networks", networks, 2);
            require("epochs", epochs, 1);
            require("posteriorSamples", posteriorSamples, 2);
            require("orthantSamples", orthantSamples, 2);
            require("publishedSamples", publishedSamples, 2);
            require("randomNetworks", randomNetworks, 1);
            requireThat("depth", depth, depth <= LARGEST_DEPTH, "at most " + LARGEST_DEPTH);
            requireThat("width", width, width <= LARGEST_WIDTH, "at most " + LARGEST_WIDTH + ": a matrix is one array");
            requireThat(
                    "posteriorSamples", posteriorSamples, posteriorSamples <= MOST_SAMPLES, "at most " + MOST_SAMPLES);
            requireThat(
                    "learningRate", learningRate, learningRate > 0 && learningRate <= 1e6, "more than 0, at most 1e6");
            requireThat("beta", beta, beta >= 0 && beta < 1, "in [0, 1)");
            requireThat("decay", decay, decay > 0 && decay <= 1, "in (0, 1]");
            double before = 0;
            for (double scale : labelScales) {
                requireThat(
                        "labelScales",
                        scale,
                        scale > before && scale <= 1e30,
                        "more than 0, at most 1e30, and larger than the scale before it");
                before = scale;
            }
        }

        /// The network that is trained, and read for its kernel.
        Layer architecture() {
            return Sequential.multilayerPerceptron(depth, width, 1);
        }

        private static void require(String name, int value, int least) {
            requireThat(name, value, value >= least, "at least " + least);
        }

        private static void requireThat(String name, Number value, boolean holds, String required) {
            if (!holds) {
                throw new IllegalArgumentException("label-ray: " + name + " is " + value + "; it must be " + required);
            }
        }
    }

    private static final List<Double> LABEL_SCALES = List.of(0.01, 0.1, 1.0, 10.0, 100.0);

    private static final List<String> COLUMNS = List.of(
            "data set",
            "label scale",
            "network error",
            "network error deviation",
            "train error",
            "relative residual",
            "normalised margin",
            "nngp error",
            "nngp error deviation");

    /// What one data set gave, whatever the label scale.
    ///
    /// @param average     over the orthant, by the sequential sampler
    /// @param again       the same with other random numbers
    /// @param published   ln P of the training signs by the paper's estimator
    /// @param rejection   random finite networks
    record Average(
            OrthantAverage average,
            OrthantAverage again,
            OrthantEstimate published,
            TrainedNetworks.Rejection rejection) {}

    /// What one data set gave at one label scale.
    record Point(double labelScale, Spread network, Spread trainError, Spread residual, Spread margin, Spread nngp) {}

    @Override
    public String name() {
        return "label-ray";
    }

    @Override
    public String paper() {
        return "Bernstein and Yue 2021, On the implicit biases of architecture and gradient descent (arXiv:2110.04274)";
    }

    @Override
    public String figure() {
        return "figure 6: test error along the label ray";
    }

    @Override
    public String claim() {
        return "Random networks that fit the training labels do better than chance; those of large margin do much better.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "a minute or two";
            case PAPER -> "many days";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> parameters(64, 1, 4, 20, 4_000, 10_000, 100);
            case REDUCED -> parameters(256, 4, 16, 100, 100_000, 1_000_000, 1000);
            case PAPER -> parameters(10_000, 1, 100, 100, 10_000_000, 10_000_000, 1000);
        };
    }

    private static Parameters parameters(
            int width, int datasets, int networks, int posterior, int orthant, int published, int random) {
        return new Parameters(
                7,
                width,
                5,
                50,
                datasets,
                LABEL_SCALES,
                networks,
                100,
                0.01,
                0.999,
                0.9,
                posterior,
                orthant,
                published,
                random);
    }

    @Override
    public void run(Parameters parameters, Run run) {
        PixelScale scale = PixelScale.of(run.dataName());
        List<Average> averages = new ArrayList<>();
        List<List<Point>> rays = new ArrayList<>();
        for (int dataset = 0; dataset < parameters.datasets(); dataset++) {
            Streams streams = run.streams().named("data set").indexed(dataset);
            Problem problem = Problem.draw(
                    run.data(), scale, parameters.trainCount(), parameters.testCount(), streams.named("examples"));
            InfiniteNetworks infinite = InfiniteNetworks.of(parameters.architecture(), problem);
            averages.add(average(parameters, problem, infinite, dataset, streams, run));
            List<Point> ray = new ArrayList<>();
            rays.add(ray);
            for (double labelScale : parameters.labelScales()) {
                ray.add(point(parameters, problem, infinite, labelScale, dataset, streams, run));
                LabelRayFindings.of(parameters, averages, rays).writeTo(run.report(), run.dataName());
                run.report().save();
            }
        }
        run.progress().end();
    }

    private static Average average(
            Parameters parameters, Problem problem, InfiniteNetworks infinite, int dataset, Streams streams, Run run) {
        run.progress().begin("random networks, data set " + dataset, parameters.randomNetworks());
        TrainedNetworks.Rejection rejection = TrainedNetworks.reject(
                parameters,
                problem,
                streams.named("random"),
                index -> run.progress().step());
        Average average = new Average(
                infinite.averageOverOrthant(parameters.orthantSamples(), streams.named("orthant")),
                infinite.averageOverOrthant(parameters.orthantSamples(), streams.named("orthant again")),
                infinite.publishedEstimate(parameters.publishedSamples(), streams.named("published")),
                rejection);
        run.report().metric(metric(dataset, average));
        return average;
    }

    private static Map<String, Object> metric(int dataset, Average average) {
        Spread errors = Spread.of(average.rejection().testErrors(), Double::doubleValue);
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("dataSet", dataset);
        metric.put("averageError", average.average().error());
        metric.put("averageErrorStandardError", average.average().standardError());
        metric.put("averageErrorOtherSeed", average.again().error());
        metric.put("averageErrorEffectiveSampleSize", average.average().effectiveSampleSize());
        metric.put("informationContent", -average.average().trainLogProbability());
        metric.put("informationContentPublishedEstimator", average.published().informationContent());
        metric.put("publishedEstimatorEffectiveSampleSize", average.published().effectiveSampleSize());
        metric.put("publishedEstimatorSamples", average.published().samples());
        metric.put("randomNetworks", average.rejection().drawn());
        metric.put("randomNetworksKept", errors.count());
        metric.put("randomNetworksError", errors.mean());
        metric.put("randomNetworksErrorStandardError", errors.standardError());
        metric.put("randomNetworksMeanScore", average.rejection().meanScale());
        return metric;
    }

    private static Point point(
            Parameters parameters,
            Problem problem,
            InfiniteNetworks infinite,
            double labelScale,
            int dataset,
            Streams streams,
            Run run) {
        run.progress().begin("label scale " + labelScale + ", data set " + dataset, parameters.networks());
        // The same random weights at every label scale: the curves differ by α alone.
        List<TrainedNetworks.Result> results = TrainedNetworks.train(
                parameters,
                problem,
                labelScale,
                streams.named("networks"),
                index -> run.progress().step());
        List<Double> nngp =
                infinite.posteriorErrors(labelScale, parameters.posteriorSamples(), streams.named("posterior"));
        Point point = new Point(
                labelScale,
                Spread.of(results, TrainedNetworks.Result::testError),
                Spread.of(results, TrainedNetworks.Result::trainError),
                Spread.of(results, TrainedNetworks.Result::relativeResidual),
                Spread.of(results, TrainedNetworks.Result::margin),
                Spread.of(nngp, Double::doubleValue));
        run.report()
                .row(
                        dataset,
                        labelScale,
                        point.network().mean(),
                        point.network().deviation(),
                        point.trainError().mean(),
                        point.residual().mean(),
                        point.margin().mean(),
                        point.nngp().mean(),
                        point.nngp().deviation());
        return point;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }
}
