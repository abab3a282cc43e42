package dev.orthant.experiments.training;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Value;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Mode;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Gradient;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// Training met NaN or infinity. The message names the step in which it first appeared, and the first place in the order of
/// the computation: an input, a layer's output, the loss, or the gradient of a weight.
///
/// The loss is looked at in every step and so are the gradients, before they reach a weight: what a batch or a layer that
/// clips hides from the loss shows in them.
public final class NonFiniteTraining extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    private NonFiniteTraining(long step, String place) {
        super("training: step " + step + ": " + place
                + " is not finite; lower the learning rate or the scale of the targets, or check the inputs");
    }

    /// Looks for the first place: inputs, weights, the layers' outputs from the first to the last.
    ///
    /// @param step    from 0
    /// @param network as it was when the number appeared
    /// @param inputs  of the batch
    /// @param mode    of the pass
    static NonFiniteTraining at(long step, Network network, Tensor inputs, Mode mode) {
        for (Weight weight : network.weights().all()) {
            if (!weight.tensor().isFinite()) { // the gradients before were finite: the update was too long
                return new NonFiniteTraining(step - 1, "the update of the weight " + weight.name());
            }
        }
        return new NonFiniteTraining(step, firstPlace(network, inputs, mode));
    }

    /// @throws NonFiniteTraining if a gradient is not finite: the last one in the order of the layers, where it began
    static void requireFinite(long step, Weights weights, WeightGradients gradients) {
        Weight found = null;
        for (Weight weight : weights.all()) {
            found = isFinite(gradients.get(weight.name())) ? found : weight;
        }
        if (found != null) {
            throw new NonFiniteTraining(step, "the gradient of the weight " + found.name());
        }
    }

    /// @throws NonFiniteTraining if a weight is not finite
    static void requireFinite(long steps, Weights weights) {
        for (Weight weight : weights.all()) {
            if (!weight.tensor().isFinite()) {
                throw new NonFiniteTraining(steps - 1, "the update of the weight " + weight.name());
            }
        }
    }

    private static boolean isFinite(Gradient gradient) {
        return switch (gradient) {
            case Gradient.Formed(Tensor tensor) -> isFinite(tensor);
            case Gradient.Product(Tensor upstream, Tensor inputs) -> isFinite(upstream) && isFinite(inputs);
        };
    }

    /// A sum of numbers one of which is not finite is not finite; where it is not, numbers are looked at one by one.
    private static boolean isFinite(Tensor tensor) {
        return Double.isFinite(ActiveKernels.get().sum(tensor.span())) || tensor.isFinite();
    }

    private static String firstPlace(Network network, Tensor inputs, Mode mode) {
        if (!inputs.isFinite()) {
            return "an input of the batch";
        }
        if (network.layer() instanceof Sequential sequential) {
            List<Layer> prefix = new ArrayList<>();
            for (Layer layer : sequential.layers()) {
                prefix.add(layer);
                if (!output(new Sequential(prefix), network, inputs, mode).isFinite()) {
                    return "the output of layer " + (prefix.size() - 1) + " (" + layer + ")";
                }
            }
        }
        return "the loss";
    }

    private static Tensor output(Layer layer, Network network, Tensor inputs, Mode mode) {
        Eager eager = new Eager();
        Weights copy = network.weights().copy(); // a layer that moves its buffers must not move the network's
        Value value = layer.forward(eager, NamedValues.constants(eager, copy).in(mode), eager.constant(inputs));
        return value.tensor();
    }
}
