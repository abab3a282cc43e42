package dev.orthant.layers.empirical;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Sum;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Parameterisation;
import dev.orthant.layers.WeightSpec;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.HashMap;
import java.util.Map;

/// The tangent kernel of a finite network at its present weights.
///
///     Θ(x, k; x′, k′) = Σ_tensors s ⟨∂f_k(x)/∂W, ∂f_k′(x′)/∂W⟩
///     s = 1 (standard parameterisation) or Var W under the prior (NTK parameterisation)
///
/// because W = √s V. Over random weights its mean tends to the `ntk` of the infinite network on the outputs k = k′, and to
/// 0 on others (Jacot, Gabriel and Hongler 2018).
///
/// One backward pass per example and output. The Jacobian is made in blocks of examples and never held as a whole.
///
/// ```java
/// Network line = Network.create(Linear.of(1), Shape.of(2), new Initialiser.Prior(), Streams.ofSeed(0));
/// Tensor examples = Tensor.of(Shape.of(2, 2), 1, 1, 1, -1);
/// new EmpiricalNtk(line, Parameterisation.STANDARD).of(examples);     // → matrix [2, 2] {2.00000, 0.00000; 0.00000, 2.00000}
/// new EmpiricalNtk(line, Parameterisation.NTK).of(examples);          // → matrix [2, 2] {1.00000, 0.00000; 0.00000, 1.00000}
/// line.kernel(examples).ntk();                                        // → matrix [2, 2] {1.00000, 0.00000; 0.00000, 1.00000}
/// ```
///
/// @param network          of one-axis outputs
/// @param parameterisation with respect to which variables the gradients are
/// @since 0.1.0
public record EmpiricalNtk(Network network, Parameterisation parameterisation) {
    /// Numbers of a block of the Jacobian: 64 MiB in float32.
    private static final int BLOCK_SIZE = 1 << 24;

    /// Between all pairs of examples and outputs.
    ///
    /// @param examples [count, …]
    /// @return         [count · outputs, count · outputs], row `example · outputs + output`; exactly symmetric
    public Matrix of(Tensor examples) {
        return of(examples, examples, true);
    }

    /// Between two sets of examples.
    ///
    /// @param rows    `[count, …]`
    /// @param columns `[count, …]`, examples of the same shape
    /// @return [rows · outputs, columns · outputs]
    public Matrix of(Tensor rows, Tensor columns) {
        return of(rows, columns, false);
    }

    /// The mean over the outputs, `1/outputs Σ_k Θ(x, k; x′, k)`: what the infinite network's NTK is compared with.
    ///
    /// @param examples `[count, …]`
    /// @return [count, count]
    public Matrix meanOverOutputs(Tensor examples) {
        Matrix full = of(examples);
        int outputs = outputs();
        return Matrix.fill(full.rows() / outputs, full.columns() / outputs, (i, j) -> {
            double sum = 0;
            for (int output = 0; output < outputs; output++) {
                sum += full.at(i * outputs + output, j * outputs + output);
            }
            return sum / outputs;
        });
    }

    private Matrix of(Tensor rows, Tensor columns, boolean symmetric) {
        int outputs = outputs();
        int step = Math.clamp(
                BLOCK_SIZE / Math.max(1, (int) Math.min(network.weights().size() * outputs, BLOCK_SIZE)), 1, 256);
        int rowCount = rows.shape().axis(0);
        int columnCount = columns.shape().axis(0);
        Matrix kernel = Matrix.zeros(rowCount * outputs, columnCount * outputs);
        for (int i = 0; i < rowCount; i += step) {
            Tensor left = jacobian(rows.rows(i, Math.min(i + step, rowCount)));
            for (int j = symmetric ? i : 0; j < columnCount; j += step) {
                Tensor right = symmetric && i == j ? left : jacobian(columns.rows(j, Math.min(j + step, columnCount)));
                Matrix block = Matrix.gram(left, right);
                kernel.setBlock(i * outputs, j * outputs, block);
                if (symmetric && i != j) {
                    kernel.setBlock(j * outputs, i * outputs, block.transpose());
                }
            }
        }
        return kernel;
    }

    /// The derivatives of all outputs with respect to all weights, each tensor times √s.
    ///
    /// @param examples [count, …]
    /// @return         [count · outputs, number of weights], the tensors one after the other
    public Tensor jacobian(Tensor examples) {
        int count = examples.shape().axis(0);
        int outputs = outputs();
        Map<String, Double> scales = scales();
        Tensor jacobian = Tensor.zeros(
                Shape.of(count * outputs, Math.toIntExact(network.weights().size())));
        MatrixView rows = jacobian.matrix();
        Parallel.forPieces(count, 1, (from, to) -> {
            for (int example = from; example < to; example++) {
                Tape tape = new Tape();
                NamedValues values = NamedValues.variables(tape, network.weights());
                Value scores =
                        network.layer().forward(tape, values, tape.constant(examples.rows(example, example + 1)));
                for (int output = 0; output < outputs; output++) {
                    Tensor choice = Tensor.zeros(scores.tensor().shape());
                    choice.span().array()[output] = 1;
                    Value score = tape.apply(new Sum(), tape.apply(new Multiply(), scores, tape.constant(choice)));
                    Weights gradient = values.gradients(network.weights(), tape.backward(score));
                    write(gradient, scales, rows, example * outputs + output);
                }
            }
        });
        return jacobian;
    }

    private static void write(Weights gradient, Map<String, Double> scales, MatrixView rows, int row) {
        int to = rows.from() + row * rows.stride();
        for (Weight weight : gradient.all()) {
            double scale = scales.getOrDefault(weight.name(), 1.0);
            for (float number : weight.tensor().toArray()) {
                rows.array()[to++] = (float) (scale * number);
            }
        }
    }

    /// √s of every tensor.
    private Map<String, Double> scales() {
        Map<String, Double> scales = new HashMap<>();
        for (WeightSpec spec : network.layer().weights(network.input())) {
            scales.put(
                    spec.name(),
                    switch (parameterisation) {
                        case STANDARD -> 1.0;
                        case NTK -> Math.sqrt(spec.priorVariance());
                    });
        }
        return scales;
    }

    private int outputs() {
        Shape output = network.layer().output(network.input());
        if (output.rank() != 1) {
            throw new ShapeException(
                    "empirical ntk: the network makes " + output + " of an example; one axis of outputs is required");
        }
        return output.axis(0);
    }
}
