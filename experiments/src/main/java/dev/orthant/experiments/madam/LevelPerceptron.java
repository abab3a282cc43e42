package dev.orthant.experiments.madam;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.ScaledRelu;
import dev.orthant.optimizers.IntegerMadam;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// A perceptron with rectifiers that trains with integer Madam and never holds its weights as float32 numbers: products
/// decode blocks of them ([DecodedProduct]), and the gradient of a block is made, used and forgotten before that of the next.
///
/// The tape finds what the layers' outputs D change in the loss: a variable of zeros is added to each. The gradient of a
/// layer's matrix is then Dᵀ H with its inputs H.
///
/// Beside the weights there are float32 numbers of the biases while a batch is in the network, and the rule's mean squares V,
/// one per weight, which the paper leaves in float32 too.
final class LevelPerceptron {
    private final IntegerMadam rule;
    private final List<Shape> shapes;
    private IntegerMadam.State state;

    /// @param rule    its first step is taken at its own first levels
    /// @param weights matrices and biases in turn, `[rows, columns]` and `[rows]`; not kept
    LevelPerceptron(IntegerMadam rule, Weights weights) {
        this.rule = rule;
        this.shapes =
                weights.all().stream().map(weight -> weight.tensor().shape()).toList();
        this.state = rule.start(weights);
    }

    /// What a batch said before the step on it.
    ///
    /// @param scores `[batch, outputs]`
    record Answer(float loss, Tensor scores) {}

    /// {@return bytes of the weights that are ever there at once, the largest block and all biases as float32 among them}
    long weightBytes() {
        long levels = 0;
        long block = 0;
        long biases = 0;
        for (int layer = 0; layer < layers(); layer++) {
            LevelMatrix matrix = matrix(layer);
            levels +=
                    matrix.levels().bytes() + state.levels().get(2 * layer + 1).bytes();
            block = Math.max(block, matrix.bytes() - matrix.levels().bytes());
            biases += (long) Float.BYTES * matrix.rows();
        }
        return levels + block + biases;
    }

    /// One step on a batch.
    Answer step(Tensor inputs, Tensor targets, Loss loss, double rateMultiplier) {
        Tape tape = new Tape();
        List<Value> layerInputs = new ArrayList<>();
        List<Value> changes = new ArrayList<>();
        Value value = tape.constant(inputs);
        for (int layer = 0; layer < layers(); layer++) {
            layerInputs.add(value);
            Value nothing = tape.variable(
                    Tensor.zeros(Shape.of(inputs.shape().axis(0), matrix(layer).rows())));
            changes.add(nothing);
            value = activated(tape, layer, tape.apply(new Add(), linear(tape, layer, value), nothing));
        }
        Value number = loss.of(tape, value, tape.constant(targets));
        Gradients gradients = tape.backward(number);
        for (int layer = 0; layer < layers(); layer++) {
            move(layer, gradients.of(changes.get(layer)), layerInputs.get(layer).tensor(), rateMultiplier);
        }
        state = rule.counted(state);
        return new Answer(number.tensor().item(), value.tensor());
    }

    /// All weights as float32 numbers, to look at them.
    Weights decoded(Weights form) {
        Weights all = form.copy();
        int index = 0;
        for (Weight weight : all.all()) {
            state.levels()
                    .get(index)
                    .decode(rule.precision(), largest(index), 0, weight.tensor().span());
            index++;
        }
        return all;
    }

    private int layers() {
        return shapes.size() / 2;
    }

    private float largest(int tensor) {
        return List.copyOf(state.largest().all()).get(tensor).tensor().item();
    }

    private LevelMatrix matrix(int layer) {
        Shape shape = shapes.get(2 * layer);
        return new LevelMatrix(
                state.levels().get(2 * layer), rule.precision(), largest(2 * layer), shape.axis(0), shape.axis(1));
    }

    private Value linear(Evaluator evaluator, int layer, Value input) {
        LevelMatrix matrix = matrix(layer);
        Tensor bias = Tensor.zeros(shapes.get(2 * layer + 1));
        state.levels().get(2 * layer + 1).decode(rule.precision(), largest(2 * layer + 1), 0, bias.span());
        return evaluator.apply(
                new AddRow(), evaluator.apply(new DecodedProduct(matrix), input), evaluator.constant(bias));
    }

    private Value activated(Evaluator evaluator, int layer, Value value) {
        return layer + 1 < layers() ? evaluator.apply(new ScaledRelu(1), value) : value;
    }

    /// @param change D, `[batch, rows]`
    /// @param inputs H, `[batch, columns]`
    private void move(int layer, Tensor change, Tensor inputs, double rateMultiplier) {
        LevelMatrix matrix = matrix(layer);
        float[] block = new float[matrix.blockRows() * matrix.columns()];
        for (int first = 0; first < matrix.rows(); first += matrix.blockRows()) {
            int count = Math.min(matrix.blockRows(), matrix.rows() - first);
            MatrixView gradient = new MatrixView(block, 0, count, matrix.columns(), matrix.columns());
            ActiveKernels.get()
                    .multiplyTransposedLeft(
                            LevelMatrix.columns(change.matrix(), first, count), inputs.matrix(), gradient);
            Span numbers = new Span(block, 0, count * matrix.columns());
            rule.move(state, 2 * layer, first * matrix.columns(), numbers, rateMultiplier);
        }
        Tensor ones = Tensor.filled(Shape.of(change.shape().axis(0), 1), 1);
        Tensor sums = Tensor.zeros(Shape.of(1, matrix.rows()));
        ActiveKernels.get().multiplyTransposedLeft(ones.matrix(), change.matrix(), sums.matrix());
        rule.move(state, 2 * layer + 1, 0, sums.span(), rateMultiplier);
    }
}
