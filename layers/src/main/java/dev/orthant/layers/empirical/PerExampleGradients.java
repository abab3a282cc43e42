package dev.orthant.layers.empirical;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// The gradient of the loss of every example by itself: one tape per example, several at a time.
///
/// ```java
/// Network line = Network.ofState(Linear.of(1), Shape.of(1), Map.of("weight", Tensor.zeros(Shape.of(1, 1))));
/// Tensor inputs = Tensor.of(Shape.of(2, 1), 1, 2);
/// Tensor targets = Tensor.of(Shape.of(2, 1), 1, 1);
/// List<Weights> gradients = PerExampleGradients.of(line, new MeanSquaredError(), inputs, targets);    // 2 (w x − y) x
/// gradients.stream().map(gradient -> gradient.get("weight").item()).toList();                         // → [-2.0, -4.0]
/// ```
///
/// @since 0.1.0
public final class PerExampleGradients {
    private PerExampleGradients() {}

    /// In a pass of prediction: nothing is random, and no batch statistics tie the examples together.
    ///
    /// @param network its weights are read, not moved
    /// @param loss    of which the gradients are; a batch of one example is handed in
    /// @param inputs  `[examples, …]`
    /// @param targets `[examples, …]`, as the loss takes them
    /// @return one gradient per example, of the form of the network's trainable weights
    /// @throws dev.orthant.tensor.ShapeException if there is not one target per example
    public static List<Weights> of(Network network, Loss loss, Tensor inputs, Tensor targets) {
        int examples = inputs.shape().axis(0);
        if (targets.shape().axis(0) != examples) {
            throw new ShapeException("per-example gradients: " + inputs.shape() + " inputs and " + targets.shape()
                    + " targets came; one target per example is required");
        }
        Weights trainable = network.weights().trainable();
        return Parallel.map(examples, example -> {
            Tape tape = new Tape();
            NamedValues weights = NamedValues.variables(tape, network.weights());
            Value scores = network.layer().forward(tape, weights, tape.constant(inputs.rows(example, example + 1)));
            Value value = loss.of(tape, scores, tape.constant(targets.rows(example, example + 1)));
            return weights.gradients(trainable, tape.backward(value));
        });
    }
}
