package dev.orthant.experiments.infinitewidth;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Sum;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Parameterisation;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.WeightSpec;
import dev.orthant.layers.activation.Erf;
import dev.orthant.layers.empirical.EmpiricalNtk;
import dev.orthant.layers.infinite.GradientFlow;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// A network and its linearisation, side by side over the time of training: full-batch gradient descent in the NTK
/// parameterisation on ½ mean (f − y)², against the closed form of gradient flow with the tangent kernel at the start.
///
///     f_lin(t) = f₀ + Θ̂ P(t) (y − f₀)
///
/// One hidden layer of erf, σ_w = 1, σ_b = 0.05, learning rate 1, one-hot targets, as in the notebook on function space of the
/// authors' library (neural-tangents), which prints the losses that are drawn here.
///
/// Claim: at width 512 the two losses stay within 0.002 of each other, and wider networks stay nearer.
public final class LinearDynamics implements Experiment<LinearDynamics.Parameters> {
    /// @param widths       of the hidden layer, ascending, each at least 1
    /// @param examples     to fit, at least 2
    /// @param learningRate η, more than 0
    /// @param steps        of gradient descent, at least 1
    /// @param every        steps between two points of the curves, at least 1
    public record Parameters(List<Integer> widths, int examples, double learningRate, int steps, int every) {
        public Parameters {
            widths = List.copyOf(widths);
            Lines.require("linear-dynamics", "widths", widths.size(), !widths.isEmpty(), "at least one");
            int before = 0;
            for (int width : widths) {
                Lines.require("linear-dynamics", "widths", width, width > before, "ascending, from 1 on");
                before = width;
            }
            Lines.require("linear-dynamics", "examples", examples, examples >= 2, "at least 2");
            Lines.require("linear-dynamics", "learningRate", learningRate, learningRate > 0, "more than 0");
            Lines.require("linear-dynamics", "steps", steps, steps >= 1, "at least 1");
            Lines.require("linear-dynamics", "every", every, every >= 1, "at least 1");
        }
    }

    /// Losses of the network at steps 0, 100, …, 900, printed by the authors' notebook (another seed, other images).
    private static final List<Double> PRINTED =
            List.of(.2444, .1231, .0854, .0652, .0523, .0434, .0367, .0315, .0273, .0239);

    private record Width(int width, List<Double> network, List<Double> linear) {
        double gap() {
            double gap = 0;
            for (int i = 0; i < network.size(); i++) {
                gap = Math.max(gap, Math.abs(network.get(i) - linear.get(i)));
            }
            return gap;
        }
    }

    @Override
    public String name() {
        return "linear-dynamics";
    }

    @Override
    public String paper() {
        return "Lee, Xiao, Schoenholz, Bahri, Novak, Sohl-Dickstein and Pennington 2019, Wide neural networks of any depth"
                + " evolve as linear models under gradient descent (arXiv:1902.06720)";
    }

    @Override
    public String figure() {
        return "loss of a network and of its linearisation against time";
    }

    @Override
    public String claim() {
        return "A wide network trains as its linearisation does.";
    }

    @Override
    public String duration(Preset preset) {
        return preset == Preset.PAPER ? "some minutes" : preset == Preset.REDUCED ? "a minute" : "seconds";
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(16, 64), 8, 1, 40, 20);
            case REDUCED -> new Parameters(List.of(32, 128, 512), 64, 1, 900, 100);
            case PAPER -> new Parameters(List.of(32, 128, 512, 2048), 64, 1, 900, 100);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("width", "step", "loss of the network", "loss of the linearisation");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        if (run.data().train().size() < parameters.examples()) {
            throw new BadInput("linear-dynamics: examples is " + parameters.examples() + " but " + run.dataName()
                    + " has " + run.data().train().size() + " training examples");
        }
        Examples examples = PixelScale.of(run.dataName())
                .apply(run.data()
                        .train()
                        .sample(parameters.examples(), run.streams().named("examples")));
        Examples flat = examples.reshaped(Shape.of(examples.exampleShape().size()));
        Matrix targets = Matrix.fill(flat.size(), flat.classes(), (i, k) -> flat.labels()[i] == k ? 1 : 0);
        List<Width> results = new ArrayList<>();
        for (int width : parameters.widths()) {
            run.progress().begin("width " + width, parameters.steps());
            Layer layer = Sequential.of(new Linear(width, 1, 0.0025), new Erf(), new Linear(flat.classes(), 1, 0.0025));
            Streams streams = run.streams().named("network").indexed(width);
            Network network = Network.create(layer, flat.exampleShape(), new Initialiser.Prior(), streams);
            List<Double> linear = linear(parameters, network, flat.inputs(), targets);
            Width result = new Width(width, train(parameters, network, flat.inputs(), targets, run), linear);
            results.add(result);
            for (int i = 0; i < linear.size(); i++) {
                run.report().row(width, i * parameters.every(), result.network().get(i), linear.get(i));
            }
            run.report().figure(figure(parameters, results));
            run.report().claims(claims(results));
            run.report().save();
        }
        run.progress().end();
    }

    /// ½ mean (f − y)² of the linearised network at steps 0, every, ….
    private static List<Double> linear(Parameters parameters, Network network, Tensor inputs, Matrix targets) {
        int rows = targets.rows() * targets.columns();
        Matrix tangent = new EmpiricalNtk(network, Parameterisation.NTK).of(inputs);
        Matrix start = Matrix.of(network.predict(inputs));
        Matrix residual = column(targets.minus(start));
        GradientFlow flow = GradientFlow.of(tangent, tangent, parameters.learningRate(), 1);
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step <= parameters.steps(); step += parameters.every()) {
            Matrix left = residual.minus(flow.at(step).mean(tangent, residual));
            losses.add(squares(left) / (2.0 * rows));
        }
        return losses;
    }

    /// The same of the network itself, which is trained in place. In the NTK parameterisation W = √s V, and a step of size η along
    /// the gradient with respect to V is one of size η s along that with respect to W.
    private static List<Double> train(Parameters parameters, Network network, Tensor inputs, Matrix targets, Run run) {
        int rows = targets.rows() * targets.columns();
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step <= parameters.steps(); step++) {
            Tape tape = new Tape();
            NamedValues values = NamedValues.variables(tape, network.weights());
            Value scores = network.layer().forward(tape, values, tape.constant(inputs));
            Matrix residual = Matrix.of(scores.tensor()).minus(targets);
            if (step % parameters.every() == 0) {
                losses.add(squares(residual) / (2.0 * rows));
            }
            Tensor upstream = tensor(residual.scaled(1.0 / rows));
            Value loss = tape.apply(new Sum(), tape.apply(new Multiply(), scores, tape.constant(upstream)));
            Weights gradient = values.gradients(network.weights(), tape.backward(loss));
            for (WeightSpec spec : network.layer().weights(network.input())) {
                Tensor weight = tensor(network.weights(), spec.name());
                float rate = (float) (-parameters.learningRate() * spec.priorVariance());
                ActiveKernels.get()
                        .addScaled(
                                weight.span(),
                                rate,
                                tensor(gradient, spec.name()).span());
            }
            run.progress().step();
        }
        return losses;
    }

    private static Tensor tensor(Weights weights, String name) {
        return weights.all().stream()
                .filter(weight -> weight.name().equals(name))
                .map(Weight::tensor)
                .findFirst()
                .orElseThrow();
    }

    private static Tensor tensor(Matrix matrix) {
        Tensor tensor = Tensor.zeros(Shape.of(matrix.rows(), matrix.columns()));
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                tensor.span().array()[tensor.span().from() + i * matrix.columns() + j] = (float) matrix.at(i, j);
            }
        }
        return tensor;
    }

    private static Matrix column(Matrix matrix) {
        return Matrix.fill(
                matrix.rows() * matrix.columns(), 1, (k, _) -> matrix.at(k / matrix.columns(), k % matrix.columns()));
    }

    private static double squares(Matrix matrix) {
        double squares = 0;
        for (double[] row : matrix.toArray2d()) {
            for (double value : row) {
                squares += value * value;
            }
        }
        return squares;
    }

    private static List<Claim> claims(List<Width> results) {
        Width widest = results.getLast();
        boolean falling = true;
        for (int i = 1; i < results.size(); i++) {
            falling &= results.get(i).gap() < results.get(i - 1).gap();
        }
        String gaps = String.join(
                ", ",
                results.stream()
                        .map(each -> "width " + each.width() + ": " + Lines.text(each.gap()))
                        .toList());
        double decay = widest.network().getFirst() / widest.network().getLast();
        return List.of(
                new Claim(
                        "the losses of the widest network and of its linearisation stay within 0.002",
                        widest.gap() <= 0.002,
                        Lines.text(widest.gap()) + " at width " + widest.width(),
                        "0.001 at width 512 (authors' notebook)"),
                new Claim("wider networks stay nearer to their linearisation", falling, gaps, "gap falls with width"),
                new Claim(
                        "the loss falls to a tenth, within a factor of two",
                        decay >= 5 && decay <= 20,
                        "by a factor of " + Lines.text(decay),
                        "0.2444 to 0.0239 in 900 steps"));
    }

    private static Figure figure(Parameters parameters, List<Width> results) {
        List<Curve> curves = new ArrayList<>();
        for (Width each : results) {
            List<Double> steps = new ArrayList<>();
            for (int i = 0; i < each.network().size(); i++) {
                steps.add((double) i * parameters.every());
            }
            curves.add(Lines.ours("network, width " + each.width(), steps, each.network()));
            curves.add(Lines.published("linearised, width " + each.width(), steps, each.linear()));
        }
        List<Double> printed = List.of(0., 100., 200., 300., 400., 500., 600., 700., 800., 900.);
        if (parameters.steps() >= 900) {
            curves.add(Lines.level("authors' notebook", printed, PRINTED));
        }
        double top = results.stream()
                .mapToDouble(each -> each.network().getFirst())
                .max()
                .orElse(1);
        return new Figure("Training, and its linearisation", "step", "½ mean (f − y)²", false, 1.1 * top, curves);
    }
}
