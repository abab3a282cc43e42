package dev.orthant.experiments.infinitewidth;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Activation;
import dev.orthant.layers.activation.Erf;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.layers.infinite.meanfield.CriticalPoint;
import dev.orthant.layers.infinite.meanfield.MeanField;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The lines χ = 1 between order and chaos, and what random networks do on both sides: how far apart two near inputs are after
/// many layers, beside the mean-field recursion.
///
/// Claims: the lines are those of the golden table; below the line two inputs become one, above it they part; the networks follow
/// the recursion. (The data set does not matter.)
public final class CriticalLines implements Experiment<CriticalLines.Parameters> {
    /// @param biasVariances of the points of the lines, ascending, each more than 0
    /// @param depth         hidden layers of the sampled networks, at least 2
    /// @param width         of each, at least 8
    /// @param networks      sampled at each place, at least 2
    public record Parameters(List<Double> biasVariances, int depth, int width, int networks) {
        public Parameters {
            biasVariances = List.copyOf(biasVariances);
            Lines.require(
                    "critical-lines", "biasVariances", biasVariances.size(), !biasVariances.isEmpty(), "at least one");
            double before = 0;
            for (double variance : biasVariances) {
                Lines.require("critical-lines", "biasVariances", variance, variance > before, "ascending, above 0");
                before = variance;
            }
            Lines.require("critical-lines", "depth", depth, depth >= 2, "at least 2");
            Lines.require("critical-lines", "width", width, width >= 8, "at least 8");
            Lines.require("critical-lines", "networks", networks, networks >= 2, "at least 2");
        }
    }

    /// σ_w² on the line for tanh, by σ_b²; computed apart from this code, eight digits.
    private static final Map<Double, Double> GOLDEN =
            Map.of(2.01e-5, 1.04999563, 1e-3, 1.18918959, 0.05, 1.76095464, 0.1, 1.98607264);

    /// σ_w² of a sampled network as a share of that on the line.
    private static final double[] SHARES = {0.6, 1, 2};

    @Override
    public String name() {
        return "critical-lines";
    }

    @Override
    public String paper() {
        return "Schoenholz, Gilmer, Ganguli and Sohl-Dickstein 2017, Deep information propagation"
                + " (arXiv:1611.01232)";
    }

    @Override
    public String figure() {
        return "the phase diagram: critical weight variance against bias variance";
    }

    @Override
    public String claim() {
        return "A line in the plane of weight and bias variance separates networks that forget their input from chaotic ones.";
    }

    @Override
    public String duration(Preset preset) {
        return preset == Preset.SMOKE ? "seconds" : "a minute";
    }

    @Override
    public Parameters parameters(Preset preset) {
        List<Double> biases = List.of(2.01e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2);
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(1e-3, 0.05), 10, 64, 4);
            case REDUCED -> new Parameters(biases, 30, 300, 20);
            case PAPER -> new Parameters(biases, 100, 1000, 50);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("activation", "bias variance", "critical weight variance", "fixed variance", "golden");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Map<String, Activation> activations = new LinkedHashMap<>();
        activations.put("tanh", new Tanh());
        activations.put("erf", new Erf());
        List<Curve> curves = new ArrayList<>();
        double worst = 0;
        int compared = 0;
        double top = 0;
        for (Map.Entry<String, Activation> each : activations.entrySet()) {
            List<Double> line = new ArrayList<>();
            for (double bias : parameters.biasVariances()) {
                CriticalPoint point = CriticalPoint.ofBias(each.getValue(), bias);
                double golden = each.getKey().equals("tanh") ? GOLDEN.getOrDefault(bias, Double.NaN) : Double.NaN;
                if (!Double.isNaN(golden)) {
                    worst = Math.max(worst, Math.abs(point.weightVariance() - golden));
                    compared++;
                }
                line.add(point.weightVariance());
                top = Math.max(top, point.weightVariance());
                run.report().row(each.getKey(), bias, point.weightVariance(), point.variance(), golden);
            }
            curves.add(Lines.ours(each.getKey(), parameters.biasVariances(), line));
        }
        run.report()
                .figure(new Figure(
                        "Between order and chaos", "bias variance", "weight variance", true, 1.1 * top, curves));
        run.report().save();
        double bias = 0.05;
        double critical = CriticalPoint.ofBias(new Tanh(), bias).weightVariance();
        double[] sampled = new double[SHARES.length];
        double[] predicted = new double[SHARES.length];
        double[] errors = new double[SHARES.length];
        for (int k = 0; k < SHARES.length; k++) {
            run.progress().begin("networks at " + SHARES[k] + " of the line", parameters.networks());
            double weight = SHARES[k] * critical;
            double[] correlations = sampled(parameters, weight, bias, k, run);
            sampled[k] = Arrays.stream(correlations).average().orElse(Double.NaN);
            double mean = sampled[k];
            errors[k] = Math.sqrt(Arrays.stream(correlations)
                            .map(value -> (value - mean) * (value - mean))
                            .sum()
                    / (correlations.length - 1.0)
                    / correlations.length);
            predicted[k] = predicted(new MeanField(new Tanh(), weight, bias), parameters.depth());
        }
        run.report()
                .claims(List.of(
                        new Claim(
                                "the line of tanh is the golden one to eight digits",
                                worst < 6e-9,
                                "largest difference " + Lines.text(worst) + " at " + compared + " points",
                                "1.04999563 at 2.01e-5, 1.76095464 at 0.05"),
                        new Claim(
                                "below the line near inputs become one, above it they part",
                                sampled[0] > 0.99 && sampled[SHARES.length - 1] < 0.9,
                                "correlations " + Lines.text(sampled[0]) + ", " + Lines.text(sampled[1]) + ", "
                                        + Lines.text(sampled[2]) + " at 0.6, 1 and 2 times the line",
                                "1 below; below 1 above"),
                        follows(parameters, sampled, predicted, errors)));
        run.progress().end();
    }

    /// Finite width adds a bias of order depth/width to correlations.
    private static Claim follows(Parameters parameters, double[] sampled, double[] predicted, double[] errors) {
        double bias = (double) parameters.depth() / parameters.width();
        boolean holds = true;
        List<String> texts = new ArrayList<>();
        for (int k = 0; k < sampled.length; k++) {
            holds &= Math.abs(sampled[k] - predicted[k]) <= 4 * errors[k] + bias;
            texts.add(Lines.text(sampled[k]) + " (" + Lines.text(predicted[k]) + ")");
        }
        return new Claim(
                "sampled networks follow the recursion within four standard errors and depth/width",
                holds,
                "sampled (predicted): " + String.join(", ", texts),
                "mean-field theory");
    }

    /// Correlation of the last hidden pre-activations, starting from the fixed variance and correlation 0.9.
    private static double predicted(MeanField field, int depth) {
        double correlation = 0.9;
        for (int layer = 1; layer < depth; layer++) {
            correlation = field.nextCorrelation(correlation);
        }
        return correlation;
    }

    private static double[] sampled(Parameters parameters, double weight, double bias, int place, Run run) {
        double variance = new MeanField(new Tanh(), weight, bias).fixedVariance();
        // the first pre-activations have this variance and correlation 0.9
        double square = (variance - bias) / weight;
        double product = (0.9 * variance - bias) / weight;
        int inputs = 2;
        double first = Math.sqrt(square * inputs);
        double along = product * inputs / first;
        float across = (float) Math.sqrt(Math.max(0, square * inputs - along * along));
        Tensor pair = Tensor.of(Shape.of(2, inputs), (float) first, 0, (float) along, across);
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < parameters.depth(); layer++) {
            if (layer > 0) {
                layers.add(new Tanh());
            }
            layers.add(new Linear(parameters.width(), weight, bias));
        }
        Layer network = new Sequential(layers);
        List<Double> correlations = Parallel.map(parameters.networks(), index -> {
            Tensor scores = Network.create(
                            network,
                            Shape.of(inputs),
                            new Initialiser.Prior(),
                            run.streams().named("networks").indexed(place).indexed(index))
                    .predict(pair);
            run.progress().step();
            return correlation(scores);
        });
        return correlations.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double correlation(Tensor scores) {
        double both = 0;
        double left = 0;
        double right = 0;
        for (int c = 0; c < scores.shape().axis(1); c++) {
            both += scores.at(0, c) * scores.at(1, c);
            left += scores.at(0, c) * scores.at(0, c);
            right += scores.at(1, c) * scores.at(1, c);
        }
        return both / Math.sqrt(left * right);
    }
}
