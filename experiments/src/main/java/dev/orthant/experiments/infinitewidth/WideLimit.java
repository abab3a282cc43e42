package dev.orthant.experiments.infinitewidth;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.Parameterisation;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Erf;
import dev.orthant.layers.empirical.EmpiricalNtk;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// From finite to infinite width: how far the kernels of single random networks are from their limit.
///
/// Two hidden layers of erf, σ_w = 1.2, σ_b = 0.05, three fixed inputs. For every width, the root mean square over networks of
/// ‖Θ̂ − Θ‖/‖Θ‖ (Frobenius) for the tangent kernel of one output, and of ‖K̂ − K‖/‖K‖ for the second moments of as many outputs as
/// the layers are wide.
///
/// Claim: both errors fall as width^−½. (The data set does not matter: the inputs are the experiment's own.)
public final class WideLimit implements Experiment<WideLimit.Parameters> {
    /// @param widths   ascending, at least two, each at least 8
    /// @param networks random networks at each width, at least 2
    public record Parameters(List<Integer> widths, int networks) {
        public Parameters {
            widths = List.copyOf(widths);
            Lines.require("wide-limit", "widths", widths.size(), widths.size() >= 2, "at least two");
            int before = 7;
            for (int width : widths) {
                Lines.require("wide-limit", "widths", width, width > before, "ascending, from 8 on");
                before = width;
            }
            Lines.require("wide-limit", "networks", networks, networks >= 2, "at least 2");
        }
    }

    /// Own check of this project, 40 networks per width.
    private static final Map<Integer, Double> CHECKED =
            Map.of(64, 0.221, 128, 0.162, 256, 0.119, 512, 0.074, 1024, 0.065);

    private static final Tensor INPUTS = Tensor.of(Shape.of(3, 4), 1, 0, -1, 2, 0.5f, -1.5f, 2, 0, 2, 1, 0, -1);

    @Override
    public String name() {
        return "wide-limit";
    }

    @Override
    public String paper() {
        return "Lee, Xiao, Schoenholz, Bahri, Novak, Sohl-Dickstein and Pennington 2019, Wide neural networks of any depth"
                + " evolve as linear models under gradient descent (arXiv:1902.06720)";
    }

    @Override
    public String figure() {
        return "figure 1: convergence of the kernels with width";
    }

    @Override
    public String claim() {
        return "The kernels of a random network converge to those of the infinite one as one over the root of the width.";
    }

    @Override
    public String duration(Preset preset) {
        return preset == Preset.PAPER ? "minutes" : preset == Preset.REDUCED ? "a minute" : "seconds";
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(16, 64), 10);
            case REDUCED -> new Parameters(List.of(64, 128, 256, 512), 100);
            case PAPER -> new Parameters(List.of(64, 128, 256, 512, 1024, 2048), 100);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("width", "NTK error", "NNGP error", "NTK error, checked before");
    }

    private static Layer network(int width, int outputs) {
        return Sequential.of(
                new Linear(width, 1.44, 0.0025),
                new Erf(),
                new Linear(width, 1.44, 0.0025),
                new Erf(),
                new Linear(outputs, 1.44, 0.0025));
    }

    @Override
    public void run(Parameters parameters, Run run) {
        KernelBlock limit = network(1, 1).kernel(KernelBlock.ofInputs(INPUTS));
        List<Double> widths = new ArrayList<>();
        List<Double> tangent = new ArrayList<>();
        List<Double> covariance = new ArrayList<>();
        for (int width : parameters.widths()) {
            run.progress().begin("width " + width, parameters.networks());
            Streams streams = run.streams().named("networks").indexed(width);
            List<double[]> errors = Parallel.map(parameters.networks(), index -> {
                double[] pair = errors(width, limit, streams.indexed(index));
                run.progress().step();
                return pair;
            });
            widths.add((double) width);
            tangent.add(rootMean(errors, 0));
            covariance.add(rootMean(errors, 1));
            run.report().row(width, tangent.getLast(), covariance.getLast(), CHECKED.getOrDefault(width, Double.NaN));
            run.report().figure(figure(widths, tangent, covariance));
            run.report().save();
        }
        run.report().claims(List.of(slope("tangent kernel", widths, tangent), slope("covariance", widths, covariance)));
        run.progress().end();
    }

    private static double[] errors(int width, KernelBlock limit, Streams streams) {
        Network one = Network.create(network(width, 1), Shape.of(4), new Initialiser.Prior(), streams.named("one"));
        Matrix tangent = new EmpiricalNtk(one, Parameterisation.NTK).of(INPUTS);
        Network many =
                Network.create(network(width, width), Shape.of(4), new Initialiser.Prior(), streams.named("many"));
        Tensor scores = many.predict(INPUTS);
        Matrix covariance = Matrix.gram(scores, scores).scaled(1.0 / width);
        return new double[] {distance(tangent, limit.ntk()), distance(covariance, limit.nngp())};
    }

    private static double distance(Matrix from, Matrix to) {
        return norm(from.minus(to)) / norm(to);
    }

    private static double norm(Matrix matrix) {
        double squares = 0;
        for (double[] row : matrix.toArray2d()) {
            for (double value : row) {
                squares += value * value;
            }
        }
        return Math.sqrt(squares);
    }

    private static double rootMean(List<double[]> errors, int which) {
        return Math.sqrt(errors.stream()
                .mapToDouble(pair -> pair[which] * pair[which])
                .average()
                .orElse(Double.NaN));
    }

    private static Claim slope(String what, List<Double> widths, List<Double> errors) {
        double slope = Lines.logLogSlope(widths, errors);
        return new Claim(
                "the error of the " + what + " falls as width to the power −0.6 to −0.4",
                slope >= -0.6 && slope <= -0.4,
                Lines.text(slope),
                "−1/2");
    }

    private static Figure figure(List<Double> widths, List<Double> tangent, List<Double> covariance) {
        double top = Math.max(tangent.getFirst(), covariance.getFirst());
        List<Double> law = widths.stream()
                .map(width -> tangent.getFirst() * Math.sqrt(widths.getFirst() / width))
                .toList();
        return new Figure(
                "Kernels of finite networks",
                "width",
                "relative error",
                true,
                1.1 * top,
                List.of(
                        Lines.ours("NTK", widths, tangent),
                        Lines.ours("NNGP", widths, covariance),
                        Lines.level("1/√width", widths, law)));
    }
}
