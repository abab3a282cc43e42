package dev.orthant.layers.empirical;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Sum;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// A network's first-order expansion in its weights about those it had at the start.
///
///     f_lin(x; w) = f(x; w₀) + J(x) (w − w₀)        J = ∂f/∂w at w₀
///
/// It is linear in its weights: any optimiser trains it with [#gradient] in place of backpropagation, and under gradient
/// flow on squared loss it follows the closed form of its tangent kernel. Wide networks train as it does (Lee, Xiao,
/// Schoenholz, Bahri, Novak, Sohl-Dickstein and Pennington 2019).
///
/// ```java
/// Layer layer = Sequential.of(Linear.of(1), new Monomial(2));         // f(x; w) = (w x)²
/// Network network = Network.ofState(layer, Shape.of(1), Map.of("0.weight", Tensor.filled(Shape.of(1, 1), 1)));
/// LinearisedNetwork tangent = new LinearisedNetwork(network);         // f_lin(3; w) = 9 + 18 (w − 1)
/// Weights doubled = network.weights().times(2);
/// Tensor three = Tensor.filled(Shape.of(1, 1), 3);
/// tangent.predict(doubled, three).item();                             // → 27.0
/// new Network(layer, Shape.of(1), doubled).predict(three).item();     // → 36.0
/// ```
///
/// @since 0.1.0
public final class LinearisedNetwork {
    private final Network start;

    /// Linearises at the weights that the network has now.
    /// @param network its weights are copied: they may be trained on
    public LinearisedNetwork(Network network) {
        this.start =
                new Network(network.layer(), network.input(), network.weights().copy());
    }

    /// {@return w₀, the weights at which the network is linearised}
    public Weights startingWeights() {
        return start.weights();
    }

    /// f_lin above.
    ///
    /// @param weights w, of the form of w₀
    /// @param inputs  [batch, …]
    /// @return        [batch, outputs]
    public Tensor predict(Weights weights, Tensor inputs) {
        Tensor scores = start.predict(inputs);
        ActiveKernels.get()
                .addScaled(
                        scores.span(),
                        1,
                        change(weights.minus(start.weights()), inputs).span());
        return scores;
    }

    /// J v, by differentiating twice: the derivative of Jᵀu is linear in u, and its transpose is J.
    ///
    /// @param direction v, of the form of w₀
    /// @param inputs    [batch, …]
    /// @return          [batch, outputs]
    public Tensor change(Weights direction, Tensor inputs) {
        start.weights().requireSameForm("linearised network", direction);
        Tape tape = new Tape();
        List<Value> variables = new ArrayList<>();
        for (Weight weight : start.weights().all()) {
            variables.add(tape.variable(weight.tensor()));
        }
        Value scores = start.layer().forward(tape, NamedValues.of(start.weights(), variables), tape.constant(inputs));
        Value upstream = tape.variable(Tensor.zeros(scores.tensor().shape()));
        Gradients transposed =
                tape.backwardRecorded(tape.apply(new Sum(), tape.apply(new Multiply(), scores, upstream)));
        Value total = tape.constant(Tensor.scalar(0));
        int position = 0;
        for (Weight weight : direction.all()) {
            Value product = tape.apply(
                    new Multiply(), transposed.value(variables.get(position++)), tape.constant(weight.tensor()));
            total = tape.apply(new Add(), total, tape.apply(new Sum(), product));
        }
        return tape.backward(total).of(upstream);
    }

    /// Jᵀ u: the gradient of a loss with respect to w.
    ///
    /// @param inputs   [batch, …]
    /// @param upstream u, derivative of the loss with respect to the predictions, [batch, outputs]
    /// @return Jᵀ u, in the form of the weights
    public Weights gradient(Tensor inputs, Tensor upstream) {
        Tape tape = new Tape();
        NamedValues values = NamedValues.variables(tape, start.weights());
        Value scores = start.layer().forward(tape, values, tape.constant(inputs));
        Value scalar = tape.apply(new Sum(), tape.apply(new Multiply(), scores, tape.constant(upstream)));
        return values.gradients(start.weights(), tape.backward(scalar));
    }
}
