package dev.orthant.experiments.training;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Value;
import dev.orthant.layers.Layer;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Weight;
import java.util.ArrayList;
import java.util.List;

/// Training met NaN or infinity. The message names the step and the first place, in the order of the computation, where
/// it stands.
public final class NonFiniteTraining extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    private NonFiniteTraining(String message) {
        super(message);
    }

    /// Looks for the first place: inputs, weights, the layers' outputs from the first to the last.
    ///
    /// @param step    from 0
    /// @param network as it was when the number appeared
    /// @param inputs  of the batch
    static NonFiniteTraining at(long step, Network network, Tensor inputs) {
        return new NonFiniteTraining("training: step " + step + ": " + firstPlace(network, inputs)
                + " is not finite; lower the learning rate or the scale of the targets, or check the inputs");
    }

    private static String firstPlace(Network network, Tensor inputs) {
        if (!inputs.isFinite()) {
            return "an input of the batch";
        }
        for (Weight weight : network.weights().all()) {
            if (!weight.tensor().isFinite()) {
                return "the weight " + weight.name();
            }
        }
        if (network.layer() instanceof Sequential sequential) {
            List<Layer> prefix = new ArrayList<>();
            for (Layer layer : sequential.layers()) {
                prefix.add(layer);
                if (!output(new Sequential(prefix), network, inputs).isFinite()) {
                    return "the output of layer " + (prefix.size() - 1) + " (" + layer + ")";
                }
            }
        }
        return "the loss";
    }

    private static Tensor output(Layer layer, Network network, Tensor inputs) {
        Eager eager = new Eager();
        Value value = layer.forward(eager, NamedValues.constants(eager, network.weights()), eager.constant(inputs));
        return value.tensor();
    }
}
