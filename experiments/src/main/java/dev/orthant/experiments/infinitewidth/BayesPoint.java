package dev.orthant.experiments.infinitewidth;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.KernelTiles;
import dev.orthant.layers.infinite.RiskBounds;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Three classifiers from one posterior over infinitely wide networks that have the right signs on the training images: one
/// network (Gibbs), the vote of many (Bayes), their mean (Bayes point). Even digits against odd ones, arc-cosine kernel of depth 7.
///
/// Once for the spherised posterior, whose Bayes point is the interpolator of the labels, once for the true one, from
/// a chain of Gibbs sweeps. Beside them the bounds: PAC-Bayes for Gibbs, e times that for the Bayes point, Rademacher.
///
/// Claims: Bayes and Bayes point are indistinguishable, and both far below Gibbs.
public final class BayesPoint implements Experiment<BayesPoint.Parameters> {
    /// @param trainCounts training images, ascending, each at least 2
    /// @param testCount   test images, at least 1
    /// @param depth       weight matrices, at least 2
    /// @param functions   drawn from each posterior, at least 3; odd: no vote is a draw
    /// @param sweeps      of the chain before the first draw, at least 0
    public record Parameters(List<Integer> trainCounts, int testCount, int depth, int functions, int sweeps) {
        public Parameters {
            trainCounts = List.copyOf(trainCounts);
            Lines.require("bpm", "trainCounts", trainCounts.size(), !trainCounts.isEmpty(), "at least one");
            int before = 1;
            for (int count : trainCounts) {
                Lines.require("bpm", "trainCounts", count, count > before, "ascending, from 2 on");
                before = count;
            }
            Lines.require("bpm", "testCount", testCount, testCount >= 1, "at least 1");
            Lines.require("bpm", "depth", depth, depth >= 2, "at least 2");
            Lines.require("bpm", "functions", functions, functions >= 3 && functions % 2 == 1, "odd, at least 3");
            Lines.require("bpm", "sweeps", sweeps, sweeps >= 0, "at least 0");
        }
    }

    private record Point(int count, Strategies spherised, Strategies truth, double rademacher) {}

    private static final double DELTA = 0.01;

    @Override
    public String name() {
        return "bpm";
    }

    @Override
    public String paper() {
        return "Bernstein, Farhang and Yue 2022, Kernel interpolation as a Bayes point machine (arXiv:2110.04274)";
    }

    @Override
    public String figure() {
        return "test error of Gibbs, Bayes and Bayes point against the number of training images, with bounds";
    }

    @Override
    public String claim() {
        return "The kernel interpolator of the labels classifies as well as the vote of all networks that fit them.";
    }

    @Override
    public String duration(Preset preset) {
        return preset == Preset.SMOKE ? "seconds" : preset == Preset.REDUCED ? "a minute" : "an hour";
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(10, 30), 100, 3, 51, 20);
            case REDUCED -> new Parameters(List.of(20, 50, 100, 200, 500), 1000, 7, 501, 200);
            case PAPER ->
                new Parameters(List.of(20, 50, 100, 200, 300, 400, 500, 600, 800, 1000), 10_000, 7, 2001, 1000);
        };
    }

    @Override
    public List<String> columns() {
        return List.of(
                "training images",
                "posterior",
                "Gibbs",
                "Bayes",
                "Bayes point",
                "agreement",
                "C-bound",
                "PAC-Bayes bound",
                "e times that",
                "Rademacher bound");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        int most = parameters.trainCounts().getLast();
        if (run.data().train().size() < most || run.data().test().size() < parameters.testCount()) {
            throw new BadInput("bpm: " + most + " training and " + parameters.testCount()
                    + " test images are asked for but " + run.dataName() + " has "
                    + run.data().train().size() + " and " + run.data().test().size()
                    + "; set trainCounts and testCount");
        }
        PixelScale scale = PixelScale.of(run.dataName());
        Streams streams = run.streams();
        Examples train = prepared(scale, run.data().train().sample(most, streams.named("train")));
        Examples test = prepared(scale, run.data().test().sample(parameters.testCount(), streams.named("test")));
        Layer network = Sequential.multilayerPerceptron(parameters.depth(), 1, 1);
        Tensor inputs = train.inputs();
        Matrix kernel = KernelTiles.nngp(network::kernel, inputs);
        Matrix cross = KernelTiles.nngp(network::kernel, test.inputs(), inputs);
        int[] trainSigns = BinaryLabels.signs(train);
        int[] testSigns = BinaryLabels.signs(test);
        run.progress().begin("posteriors", parameters.trainCounts().size());
        List<Point> points = new ArrayList<>();
        for (int count : parameters.trainCounts()) {
            Matrix block = kernel.block(0, count, 0, count);
            Matrix part = cross.block(0, cross.rows(), 0, count);
            int[] labels = Arrays.copyOf(trainSigns, count);
            points.add(point(
                    parameters,
                    block,
                    part,
                    labels,
                    testSigns,
                    streams.named("draws").indexed(count)));
            write(run, points.getLast());
            run.report().figure(figure(points, run.dataName()));
            run.report().claims(claims(points));
            run.report().save();
            run.progress().step();
        }
        run.progress().end();
    }

    private static Examples prepared(PixelScale scale, Examples examples) {
        return UnitSphere.apply(scale.apply(BinaryLabels.parity(examples)));
    }

    private static Point point(
            Parameters parameters, Matrix kernel, Matrix cross, int[] labels, int[] testLabels, Streams streams) {
        Strategies.OfBoth both = Strategies.infinite(
                kernel, cross, labels, testLabels, parameters.functions(), parameters.sweeps(), streams);
        return new Point(labels.length, both.spherised(), both.truth(), RiskBounds.rademacher(kernel, labels, DELTA));
    }

    private static void write(Run run, Point point) {
        row(run, point, "spherised", point.spherised());
        row(run, point, "true", point.truth());
    }

    private static void row(Run run, Point point, String posterior, Strategies one) {
        run.report()
                .row(
                        point.count(),
                        posterior,
                        one.gibbs(),
                        one.bayes(),
                        one.point(),
                        one.agreement(),
                        one.majorityBound(),
                        one.bound(),
                        Math.E * one.bound(),
                        point.rademacher());
    }

    /// The statements and their thresholds were fixed before the first run.
    private static List<Claim> claims(List<Point> points) {
        Point last = points.getLast();
        List<Strategies> all = List.of(last.spherised(), last.truth());
        double apart = all.stream()
                .mapToDouble(one -> Math.abs(one.bayes() - one.point()))
                .max()
                .orElse(Double.NaN);
        boolean half = all.stream().allMatch(one -> one.point() < one.gibbs() / 2);
        boolean bounded = points.stream()
                .allMatch(
                        point -> point.spherised().gibbs() <= point.spherised().bound()
                                && point.truth().gibbs() <= point.truth().bound());
        boolean ordered = points.stream()
                .allMatch(point -> point.rademacher()
                                > Math.E * point.spherised().bound()
                        && point.spherised().point() <= point.spherised().gibbs());
        return List.of(
                new Claim(
                        "Bayes and Bayes point differ by less than 0.01, for both posteriors",
                        apart < 0.01,
                        "by " + Lines.text(apart) + " at " + last.count() + " images",
                        "indistinguishable; at 200 images .097 and .097 spherised, .127 and .126 true (checked before)"),
                new Claim(
                        "the Bayes point errs less than half as often as Gibbs, for both posteriors",
                        half,
                        "at " + last.count() + " images spherised "
                                + Lines.text(last.spherised().point()) + " against "
                                + Lines.text(last.spherised().gibbs()) + ", true "
                                + Lines.text(last.truth().point()) + " against "
                                + Lines.text(last.truth().gibbs()),
                        "far below; at 200 images .097 against .309, .126 against .238 (checked before)"),
                new Claim(
                        "no Gibbs error exceeds its PAC-Bayes bound",
                        bounded,
                        "at " + last.count() + " images "
                                + Lines.text(last.truth().gibbs()) + ", bound "
                                + Lines.text(last.truth().bound()),
                        "a theorem, with probability 0.99"),
                new Claim(
                        "the bounds are ordered: Rademacher above e times PAC-Bayes; the error of the Bayes point below Gibbs",
                        ordered,
                        "at " + last.count() + " images Rademacher " + Lines.text(last.rademacher())
                                + ", e times PAC-Bayes "
                                + Lines.text(Math.E * last.spherised().bound()),
                        "Rademacher above 100 %"));
    }

    private static Figure figure(List<Point> points, String dataName) {
        List<Double> x = points.stream().map(point -> (double) point.count()).toList();
        return new Figure(
                "One network, the vote of many, their mean: " + dataName,
                "training images",
                "test error",
                false,
                0.75,
                List.of(
                        Lines.ours(
                                "Gibbs, spherised",
                                x,
                                points.stream().map(p -> p.spherised().gibbs()).toList()),
                        Lines.ours(
                                "Bayes, spherised",
                                x,
                                points.stream().map(p -> p.spherised().bayes()).toList()),
                        Lines.ours(
                                "interpolator of the labels",
                                x,
                                points.stream().map(p -> p.spherised().point()).toList()),
                        Lines.ours(
                                "Gibbs, true",
                                x,
                                points.stream().map(p -> p.truth().gibbs()).toList()),
                        Lines.ours(
                                "Bayes point, true",
                                x,
                                points.stream().map(p -> p.truth().point()).toList()),
                        Lines.level(
                                "PAC-Bayes, true",
                                x,
                                points.stream().map(p -> p.truth().bound()).toList())));
    }
}
