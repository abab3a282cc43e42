package dev.orthant.experiments.bayespoint;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.catalogue.DataLocations;
import dev.orthant.datasets.catalogue.DatasetMissingException;
import dev.orthant.datasets.catalogue.Datasets;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Task;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.Committee;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.DurableFile;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Uncertainty by anti-regularising: committees of networks at several label scales α. At a large one all agree, and know no
/// doubt; at a small one each is poor, and their disagreement is like that of the posterior.
///
/// Even digits against odd ones, trained without the digits from `unseenFrom` on. Doubt is 1 − |mean of sign f(x)|. How well
/// it finds errors, images of the unseen digits, and images of another data set (where this machine has one of the same shape:
/// Fashion-MNIST for MNIST and the other way round) is the area under the ROC curve. Beside the networks as many draws of the
/// Gaussian process.
///
/// Source: the idea is of talks by Bernstein on normalised margins; the protocol is this project's, there are no published
/// numbers. An odd number of voters: no vote is a draw.
public final class AntiRegularise implements Experiment<AntiRegularise.Parameters> {
    /// @param trainCount   training images, at least 2
    /// @param testCount    test images, at least 1
    /// @param unseenCount  images of the unseen digits, and of the other data set, at most; at least 1
    /// @param unseenFrom   the first digit that is not trained on, from 2 to 9
    /// @param depth        weight matrices, at least 2
    /// @param width        neurons of a hidden layer, at least 1
    /// @param labelScales  α, ascending
    /// @param networks     of a committee, odd
    /// @param mapSize      rows and columns of a confidence map, at least 1
    /// @param mapNetworks  of a committee in the plane, odd
    /// @param steps        full-batch steps, at least 1
    /// @param learningRate Nero's, more than 0
    /// @param beta         Nero's, in [0, 1)
    /// @param decay        factor of the learning rate after each step, in (0, 1]
    public record Parameters(
            int trainCount,
            int testCount,
            int unseenCount,
            int unseenFrom,
            int depth,
            int width,
            List<Double> labelScales,
            int networks,
            int mapSize,
            int mapNetworks,
            int steps,
            double learningRate,
            double beta,
            double decay) {
        public Parameters {
            labelScales = List.copyOf(labelScales);
            new Conditions("anti-regularise")
                    .atLeast("trainCount", trainCount, 2)
                    .atLeast("testCount", testCount, 1)
                    .atLeast("unseenCount", unseenCount, 1)
                    .within("unseenFrom", unseenFrom, 2, 9)
                    .within("depth", depth, 2, 10_000)
                    .within("width", width, 1, 46_000)
                    .ascending("labelScales", labelScales)
                    .odd("networks", networks)
                    .within("mapSize", mapSize, 1, 200)
                    .odd("mapNetworks", mapNetworks)
                    .atLeast("steps", steps, 1)
                    .positive("learningRate", learningRate)
                    .fraction("beta", beta)
                    .factor("decay", decay);
        }

        FullBatchNero rule() {
            return new FullBatchNero(steps, learningRate, beta, decay);
        }

        Layer architecture() {
            return Sequential.multilayerPerceptron(depth, width, 1);
        }
    }

    /// What one committee said.
    ///
    /// @param single     mean accuracy of its functions
    /// @param unseenArea how well doubt finds unseen digits
    /// @param otherArea  how well it finds images of the other data set; NaN if there is none
    record Outcome(double labelScale, double single, Uncertainty seen, double unseenArea, double otherArea) {}

    /// Test images first, then unseen digits, then the other data set.
    private record Probes(Tensor inputs, int[] labels, int seen, int unseen) {
        Outcome outcome(double labelScale, Committee committee) {
            Committee onSeen =
                    new Committee(committee.scores().block(0, committee.scores().rows(), 0, seen));
            double[] votes = committee.votes();
            double[] known = Arrays.copyOf(votes, seen);
            double[] doubts = Uncertainty.doubts(known);
            return new Outcome(
                    labelScale,
                    1 - onSeen.gibbsError(labels),
                    Uncertainty.of(known, labels),
                    Uncertainty.areaUnderCurve(
                            doubts, Uncertainty.doubts(Arrays.copyOfRange(votes, seen, seen + unseen))),
                    Uncertainty.areaUnderCurve(
                            doubts, Uncertainty.doubts(Arrays.copyOfRange(votes, seen + unseen, votes.length))));
        }
    }

    @Override
    public String name() {
        return "anti-regularise";
    }

    @Override
    public String paper() {
        return "Bernstein, Farhang and Yue 2022, Kernel interpolation as a Bayes point machine";
    }

    @Override
    public String figure() {
        return "accuracy, calibration and detection of strange images against the label scale; maps of confidence";
    }

    @Override
    public String claim() {
        return "Networks of small margin disagree where they know little; networks of large margin are right and never doubt.";
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
        List<Double> scales = List.of(0.03, 0.1, 0.3, 1.0, 3.0, 10.0);
        return switch (preset) {
            case SMOKE -> new Parameters(20, 50, 50, 8, 3, 32, List.of(0.1, 10.0), 5, 12, 3, 20, 0.01, 0.999, 0.9);
            case REDUCED -> new Parameters(100, 1000, 1000, 8, 5, 256, scales, 31, 48, 31, 200, 0.01, 0.999, 0.98);
            case PAPER -> new Parameters(1000, 5000, 5000, 8, 5, 1024, scales, 33, 64, 33, 500, 0.01, 0.999, 0.99);
        };
    }

    @Override
    public List<String> columns() {
        return List.of(
                "functions",
                "label scale",
                "accuracy of one",
                "accuracy of the vote",
                "Brier score",
                "calibration error",
                "divided votes",
                "area: errors",
                "area: unseen digits",
                "area: other data set");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Examples seenTrain = digits(run.data().train(), 0, parameters.unseenFrom());
        Examples seenTest = digits(run.data().test(), 0, parameters.unseenFrom());
        if (seenTrain.size() < parameters.trainCount() || seenTest.size() < parameters.testCount()) {
            throw new BadInput("anti-regularise: " + parameters.trainCount() + " training and " + parameters.testCount()
                    + " test images are asked for but " + run.dataName() + " has " + seenTrain.size() + " and "
                    + seenTest.size() + " of the digits that are trained on; set trainCount and testCount");
        }
        Streams streams = run.streams();
        PixelScale scale = PixelScale.of(run.dataName());
        Examples train =
                ParityProblem.prepared(scale, seenTrain.sample(parameters.trainCount(), streams.named("train")));
        Probes probes = probes(parameters, run, seenTest, scale);
        int[] signs = BinaryLabels.signs(train);
        ProcessDraws process = ProcessDraws.of(parameters.architecture(), train.inputs(), signs, probes.inputs());
        ConfidenceMaps maps = new ConfidenceMaps(parameters.mapSize(), streams.named("plane"));
        AntiRegulariseFindings findings = new AntiRegulariseFindings(
                run.dataName(), parameters.labelScales().size());
        for (double labelScale : parameters.labelScales()) {
            run.progress().begin("label scale " + labelScale, parameters.networks());
            Ensemble networks = Ensemble.train(
                    parameters.rule(),
                    parameters.architecture(),
                    train.inputs(),
                    signs,
                    labelScale,
                    probes.inputs(),
                    parameters.networks(),
                    streams.named("networks"),
                    run.progress()::step);
            findings.add(
                    probes.outcome(labelScale, networks.committee()),
                    probes.outcome(
                            labelScale, process.draw(labelScale, parameters.networks(), streams.named("process"))),
                    networks);
            maps.add(
                    parameters.rule(),
                    parameters.architecture(),
                    labelScale,
                    parameters.mapNetworks(),
                    streams.named("maps"));
            findings.writeTo(run.report());
            run.report().save();
        }
        run.progress().end();
        try {
            DurableFile.replace(run.report().folder().resolve("confidence.png"), maps.png());
        } catch (IOException failed) {
            throw new UncheckedIOException("anti-regularise: confidence.png cannot be written", failed);
        }
    }

    private static Probes probes(Parameters parameters, Run run, Examples seenTest, PixelScale scale) {
        Streams streams = run.streams();
        Examples seen = ParityProblem.prepared(scale, seenTest.sample(parameters.testCount(), streams.named("test")));
        Examples strange = digits(
                run.data().test(), parameters.unseenFrom(), run.data().test().classes());
        Examples unseen = ParityProblem.prepared(scale, some(run, strange, parameters, streams.named("unseen")));
        List<Examples> all = new ArrayList<>(List.of(seen, unseen));
        other(run)
                .map(examples -> some(run, examples, parameters, streams.named("other")))
                // scaled as the training images are: a network does not know what it is shown
                .ifPresent(examples -> all.add(ParityProblem.prepared(scale, examples)));
        return new Probes(together(all), BinaryLabels.signs(seen), seen.size(), unseen.size());
    }

    /// Those of the classes from one up to, without, another.
    private static Examples digits(Examples all, int from, int to) {
        return all.withLabels(IntStream.range(from, Math.min(to, all.classes())).toArray());
    }

    private static Examples some(Run run, Examples all, Parameters parameters, Streams streams) {
        return all.sample(Task.count(run, "unseenCount", parameters.unseenCount(), all), streams);
    }

    /// Test images of another kind but the same shape and range of pixels, if this machine has them.
    private static Optional<Examples> other(Run run) {
        String name = switch (run.dataName()) {
            case "mnist" -> "fashion-mnist";
            case "fashion-mnist" -> "mnist";
            default -> "";
        };
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Datasets.load(name, DataLocations.ofEnvironment()).test());
        } catch (DatasetMissingException missing) {
            return Optional.empty();
        } catch (IOException damaged) {
            throw new BadInput(String.valueOf(damaged.getMessage()));
        }
    }

    private static Tensor together(List<Examples> parts) {
        int rows = parts.stream().mapToInt(Examples::size).sum();
        int columns = parts.getFirst().exampleShape().size();
        float[] numbers = new float[rows * columns];
        int at = 0;
        for (Examples part : parts) {
            float[] own = part.inputs().toArray();
            System.arraycopy(own, 0, numbers, at, own.length);
            at += own.length;
        }
        return Tensor.wrap(Shape.of(rows, columns), numbers);
    }
}
