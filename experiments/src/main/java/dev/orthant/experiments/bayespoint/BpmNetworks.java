package dev.orthant.experiments.bayespoint;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.infinitewidth.Strategies;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.Committee;
import dev.orthant.layers.infinite.KernelTiles;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// Finite networks as Bayes point machines: one network of large margin against the vote of many of small margin, and against
/// one of those, over the number of training images. Even digits against odd ones, depth 7.
///
///     Gibbs        one network at a small label scale
///     Bayes        the vote of many of them
///     Bayes point  one network at a large label scale
///
/// Beside them the same three for infinitely wide networks (as in `bpm`), on several draws of the images.
///
/// Source: Bernstein, Farhang and Yue 2022, "Kernel interpolation as a Bayes point machine" (arXiv 2110.04274, version 2).
/// Departures: width 256 and 51 voters at preset `reduced` (there 1,000 and 501). The small label scale is close to
/// det(K)^(1/2n), the typical score of the spherised posterior, so that both Gibbs errors mean about the same.
public final class BpmNetworks implements Experiment<BpmNetworks.Parameters> {
    /// @param trainCounts   training images, ascending, each at least 2
    /// @param testCount     test images, at least 1
    /// @param depth         weight matrices, at least 2
    /// @param width         neurons of a hidden layer, at least 1
    /// @param smallScale    label scale of the voters
    /// @param voters        networks that vote, at least 1; odd: no vote is a draw
    /// @param largeScale    label scale of the networks of large margin
    /// @param largeNetworks of large margin, each by itself; the mean of their errors is reported
    /// @param datasets      draws of the images for the infinitely wide networks; the finite ones have the first
    /// @param functions     drawn from each posterior, at least 3; odd
    /// @param sweeps        of the chain before the first draw, at least 0
    /// @param steps         full-batch steps, at least 1
    /// @param learningRate  Nero's, more than 0
    /// @param beta          Nero's, in [0, 1)
    /// @param decay         factor of the learning rate after each step, in (0, 1]
    public record Parameters(
            List<Integer> trainCounts,
            int testCount,
            int depth,
            int width,
            double smallScale,
            int voters,
            double largeScale,
            int largeNetworks,
            int datasets,
            int functions,
            int sweeps,
            int steps,
            double learningRate,
            double beta,
            double decay) {
        public Parameters {
            trainCounts = List.copyOf(trainCounts);
            new Conditions("bpm-networks")
                    .ascending("trainCounts", trainCounts, 2)
                    .atLeast("testCount", testCount, 1)
                    .within("depth", depth, 2, 10_000)
                    .within("width", width, 1, 46_000)
                    .positive("smallScale", smallScale)
                    .odd("voters", voters)
                    .positive("largeScale", largeScale)
                    .atLeast("largeNetworks", largeNetworks, 1)
                    .atLeast("datasets", datasets, 1)
                    .within("functions", functions, 3, 1_000_000)
                    .odd("functions", functions)
                    .atLeast("sweeps", sweeps, 0)
                    .atLeast("steps", steps, 1)
                    .positive("learningRate", learningRate)
                    .fraction("beta", beta)
                    .factor("decay", decay);
        }
    }

    /// Infinitely wide networks on one draw of the images.
    ///
    /// @param scale det(K)^(1/2n)
    record Infinite(int count, int dataset, Strategies.OfBoth strategies, double scale) {}

    /// Finite networks on the first draw.
    ///
    /// @param small      the voters; their Bayes point is the mean of their scores
    /// @param largeError mean error of the networks of large margin
    record Finite(int count, Strategies small, double largeError, Ensemble voters, Ensemble large) {}

    @Override
    public String name() {
        return "bpm-networks";
    }

    @Override
    public String paper() {
        return "Bernstein, Farhang and Yue 2022, Kernel interpolation as a Bayes point machine";
    }

    @Override
    public String figure() {
        return "test error of one small-margin network, the vote of many, and one large-margin network";
    }

    @Override
    public String claim() {
        return "One network of large margin classifies as well as the vote of many of small margin.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "a week";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(10, 20), 50, 3, 32, 0.3, 5, 10, 2, 1, 21, 10, 20, 0.01, 0.999, 0.9);
            case REDUCED ->
                new Parameters(
                        List.of(50, 100, 200), 1000, 7, 256, 0.3, 51, 10, 4, 5, 501, 200, 200, 0.01, 0.999, 0.98);
            case PAPER ->
                new Parameters(
                        List.of(20, 50, 100, 200, 300, 400, 500, 600, 800, 1000),
                        10_000,
                        7,
                        1000,
                        0.3,
                        501,
                        10,
                        4,
                        1,
                        501,
                        200,
                        500,
                        0.01,
                        0.999,
                        0.99);
        };
    }

    @Override
    public List<String> columns() {
        return List.of(
                "training images",
                "draw of the images",
                "functions",
                "Gibbs",
                "Bayes",
                "Bayes point",
                "mean of the voters",
                "agreement",
                "C-bound",
                "PAC-Bayes bound",
                "train error",
                "worst residual");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        BpmFindings findings = new BpmFindings(parameters, run.dataName());
        run.progress()
                .begin(
                        "infinitely wide",
                        (long) parameters.datasets() * parameters.trainCounts().size());
        for (int dataset = 0; dataset < parameters.datasets(); dataset++) {
            for (Infinite infinite : infinite(parameters, run, dataset)) {
                findings.add(infinite);
            }
        }
        findings.writeTo(run.report());
        run.report().save();
        for (int count : parameters.trainCounts()) {
            findings.add(finite(parameters, run, count));
            findings.writeTo(run.report());
            run.report().save();
        }
        run.progress().end();
    }

    /// The test images are the same for every number of training images, which are nested.
    private ParityProblem problem(Parameters parameters, Run run, int dataset) {
        return ParityProblem.draw(
                name(),
                run,
                parameters.trainCounts().getLast(),
                parameters.testCount(),
                run.streams().named("images").indexed(dataset));
    }

    private List<Infinite> infinite(Parameters parameters, Run run, int dataset) {
        ParityProblem problem = problem(parameters, run, dataset);
        Layer network = Sequential.multilayerPerceptron(parameters.depth(), 1, 1);
        Matrix kernel = KernelTiles.nngp(network::kernel, problem.trainInputs());
        Matrix cross = KernelTiles.nngp(network::kernel, problem.testInputs(), problem.trainInputs());
        Streams streams = run.streams().named("draws").indexed(dataset);
        return parameters.trainCounts().stream()
                .map(count -> {
                    Matrix block = kernel.block(0, count, 0, count);
                    Strategies.OfBoth both = Strategies.infinite(
                            block,
                            cross.block(0, cross.rows(), 0, count),
                            problem.first(count).trainSigns(),
                            problem.testSigns(),
                            parameters.functions(),
                            parameters.sweeps(),
                            streams.indexed(count));
                    double scale = Math.exp(Cholesky.withJitter(block).logDeterminant() / (2.0 * count));
                    run.progress().step();
                    return new Infinite(count, dataset, both, scale);
                })
                .toList();
    }

    private Finite finite(Parameters parameters, Run run, int count) {
        ParityProblem problem = problem(parameters, run, 0).first(count);
        run.progress().begin(count + " images", (long) parameters.voters() + parameters.largeNetworks());
        Ensemble voters = networks(parameters, problem, parameters.smallScale(), parameters.voters(), run);
        Ensemble large = networks(parameters, problem, parameters.largeScale(), parameters.largeNetworks(), run);
        int[] labels = problem.testSigns();
        Committee committee = voters.committee();
        return new Finite(
                count,
                Strategies.of(committee, committee.meanScores(), labels, Double.NaN),
                large.committee().gibbsError(labels),
                voters,
                large);
    }

    private static Ensemble networks(
            Parameters parameters, ParityProblem problem, double labelScale, int networks, Run run) {
        return Ensemble.train(
                new FullBatchNero(parameters.steps(), parameters.learningRate(), parameters.beta(), parameters.decay()),
                Sequential.multilayerPerceptron(parameters.depth(), parameters.width(), 1),
                problem.trainInputs(),
                problem.trainSigns(),
                labelScale,
                problem.testInputs(),
                networks,
                run.streams().named("networks"),
                run.progress()::step);
    }
}
