package dev.orthant.experiments.bayespoint;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.Committee;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Figure 6 of Farhang, Bernstein, Tirumala, Liu and Yue 2022: one function of large margin classifies like the mean of many
/// functions of small margin.
///
/// Even digits against odd ones at label scale α: networks trained by Nero on the left, the Gaussian process of the same
/// architecture, conditioned on α·labels, on the right; the sign of the mean of V functions, for several V.
/// The draws of the process are independent for each test image, as in the authors' code: accuracies look at one at a time.
///
/// Departures: the functions are drawn once, and accuracies are means over as many disjoint committees of V as there are
/// (there: fresh functions for each V, one committee). `reduced` has the sizes and steps of an independent earlier check.
public final class MarginAveraging implements Experiment<MarginAveraging.Parameters> {
    /// @param trainCount    training images, at least 2
    /// @param testCount     test images, at least 1
    /// @param depth         weight matrices, at least 2
    /// @param width         neurons of a hidden layer, at least 1
    /// @param labelScales   α of the networks, ascending
    /// @param networks      trained at each α, at least 1
    /// @param processScales α of the process, ascending
    /// @param functions     drawn from the process at each α, at least 1
    /// @param voters        V, ascending; networks have those up to their number
    /// @param steps         full-batch steps, at least 1
    /// @param learningRate  Nero's, more than 0
    /// @param beta          Nero's, in [0, 1)
    /// @param decay         factor of the learning rate after each step, in (0, 1]
    public record Parameters(
            int trainCount,
            int testCount,
            int depth,
            int width,
            List<Double> labelScales,
            int networks,
            List<Double> processScales,
            int functions,
            List<Integer> voters,
            int steps,
            double learningRate,
            double beta,
            double decay) {
        public Parameters {
            labelScales = List.copyOf(labelScales);
            processScales = List.copyOf(processScales);
            voters = List.copyOf(voters);
            new Conditions("margin-averaging")
                    .atLeast("trainCount", trainCount, 2)
                    .atLeast("testCount", testCount, 1)
                    .within("depth", depth, 2, 10_000)
                    .within("width", width, 1, 46_000)
                    .ascending("labelScales", labelScales)
                    .atLeast("networks", networks, 1)
                    .ascending("processScales", processScales)
                    .within("functions", functions, 1, 1_000_000)
                    .ascending("voters", voters, 1)
                    .atLeast("steps", steps, 1)
                    .positive("learningRate", learningRate)
                    .fraction("beta", beta)
                    .factor("decay", decay);
        }
    }

    /// Test accuracy of the mean of V functions.
    ///
    /// @param labelScale α
    /// @param voters     V
    /// @param committees over which this is the mean
    /// @param accuracy   mean
    /// @param error      standard error of the mean over the committees; NaN for one
    record Cell(double labelScale, int voters, int committees, double accuracy, double error) {
        /// Disjoint committees, in order.
        static Cell of(double labelScale, Committee all, int voters, int[] labels) {
            int committees = all.scores().rows() / voters;
            double[] accuracies = IntStream.range(0, committees)
                    .mapToDouble(i -> 1 - Ensemble.part(all, i * voters, voters).bayesPointError(labels))
                    .toArray();
            double mean = Arrays.stream(accuracies).average().orElse(Double.NaN);
            double squares = DoubleStream.of(accuracies)
                    .map(accuracy -> (accuracy - mean) * (accuracy - mean))
                    .sum();
            double error = committees < 2 ? Double.NaN : Math.sqrt(squares / (committees - 1) / committees);
            return new Cell(labelScale, voters, committees, mean, error);
        }
    }

    @Override
    public String name() {
        return "margin-averaging";
    }

    @Override
    public String paper() {
        return "Farhang, Bernstein, Tirumala, Liu and Yue 2022, Investigating generalization by controlling normalized"
                + " margin";
    }

    @Override
    public String figure() {
        return "figure 6: accuracy of the mean of V functions against the margin, networks and Gaussian process";
    }

    @Override
    public String claim() {
        return "One function of large margin classifies like the mean of many functions of small margin.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "two or three minutes";
            case PAPER -> "two days";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        List<Double> few = List.of(0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0);
        List<Double> twenty = IntStream.range(0, 20)
                .mapToObj(i -> Math.pow(10, -3 + 4.0 * i / 19))
                .toList();
        return switch (preset) {
            case SMOKE ->
                new Parameters(
                        20,
                        50,
                        3,
                        32,
                        List.of(0.1, 10.0),
                        4,
                        List.of(0.1, 1.0, 10.0),
                        64,
                        List.of(1, 4),
                        30,
                        0.01,
                        0.999,
                        0.9);
            case REDUCED ->
                new Parameters(
                        200,
                        1000,
                        5,
                        256,
                        List.of(0.03, 0.1, 1.0, 10.0),
                        16,
                        few,
                        1024,
                        List.of(1, 4, 16, 64, 256),
                        200,
                        0.01,
                        0.999,
                        0.98);
            case PAPER ->
                new Parameters(
                        1000,
                        10_000,
                        5,
                        2048,
                        twenty,
                        16,
                        twenty,
                        1024,
                        List.of(1, 2, 4, 8, 16),
                        500,
                        0.01,
                        0.999,
                        0.99);
        };
    }

    @Override
    public List<String> columns() {
        return List.of(
                "functions",
                "label scale",
                "voters",
                "committees",
                "accuracy",
                "standard error",
                "checked before",
                "train error",
                "relative residual",
                "worst residual");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Streams streams = run.streams();
        ParityProblem problem = ParityProblem.draw(
                name(), run, parameters.trainCount(), parameters.testCount(), streams.named("images"));
        AveragingFindings findings = new AveragingFindings(parameters, run.dataName());
        process(parameters, problem, findings, run);
        FullBatchNero rule =
                new FullBatchNero(parameters.steps(), parameters.learningRate(), parameters.beta(), parameters.decay());
        Layer architecture = Sequential.multilayerPerceptron(parameters.depth(), parameters.width(), 1);
        int[] labels = problem.testSigns();
        for (double labelScale : parameters.labelScales()) {
            run.progress().begin("networks at label scale " + labelScale, parameters.networks());
            Ensemble ensemble = Ensemble.train(
                    rule,
                    architecture,
                    problem.trainInputs(),
                    problem.trainSigns(),
                    labelScale,
                    problem.testInputs(),
                    parameters.networks(),
                    streams.named("networks"),
                    run.progress()::step);
            for (int voters : parameters.voters()) {
                if (voters <= parameters.networks()) {
                    findings.network(Cell.of(labelScale, ensemble.committee(), voters, labels), ensemble);
                }
            }
            findings.writeTo(run.report());
            run.report().save();
        }
        run.progress().end();
    }

    private static void process(Parameters parameters, ParityProblem problem, AveragingFindings findings, Run run) {
        run.progress().begin("gaussian process", parameters.processScales().size());
        ProcessDraws draws = ProcessDraws.of(
                Sequential.multilayerPerceptron(parameters.depth(), 1, 1),
                problem.trainInputs(),
                problem.trainSigns(),
                problem.testInputs());
        int[] labels = problem.testSigns();
        findings.interpolator(1 - new Committee(Matrix.of(draws.mean())).bayesPointError(labels));
        for (double labelScale : parameters.processScales()) {
            // the same noise at every label scale, as the same random weights below
            Committee committee =
                    draws.draw(labelScale, parameters.functions(), run.streams().named("process"));
            for (int voters : parameters.voters()) {
                if (voters <= parameters.functions()) {
                    findings.process(Cell.of(labelScale, committee, voters, labels));
                }
            }
            run.progress().step();
        }
        findings.writeTo(run.report());
        run.report().save();
    }
}
