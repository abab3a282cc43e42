package dev.orthant.experiments.training;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Value;
import dev.orthant.layers.Chain;
import dev.orthant.layers.Composite;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Mode;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Gradient;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /// Looks for the first place: trainable weights, inputs, the layers' outputs from the first to the last, buffers. Buffers
    /// come last because a layer has moved them already by numbers that came to it (running statistics).
    ///
    /// @param step    from 0
    /// @param network as it was when the number appeared
    /// @param inputs  of the batch
    /// @param mode    of the pass
    static NonFiniteTraining at(long step, Network network, Tensor inputs, Mode mode) {
        Weight weight = firstNonFinite(network.weights().trainable());
        if (weight != null) { // the gradients before were finite: the update was too long
            return ofWeight(step, weight);
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

    /// @throws NonFiniteTraining if the gradient of the weight of that name is not finite
    static void requireFinite(long step, String weight, Gradient gradient) {
        if (!isFinite(gradient)) {
            throw new NonFiniteTraining(step, "the gradient of the weight " + weight);
        }
    }

    /// @throws NonFiniteTraining if a weight or a buffer is not finite
    static void requireFinite(long steps, Weights weights) {
        Weight weight = firstNonFinite(weights.trainable());
        if (weight != null) {
            throw ofWeight(steps, weight);
        }
        Weight buffer = firstNonFinite(weights);
        if (buffer != null) {
            throw new NonFiniteTraining(Math.max(0, steps - 1), "the buffer " + buffer.name());
        }
    }

    private static NonFiniteTraining ofWeight(long steps, Weight weight) {
        return steps == 0
                ? new NonFiniteTraining(0, "the initial weight " + weight.name())
                : new NonFiniteTraining(steps - 1, "the update of the weight " + weight.name());
    }

    private static @Nullable Weight firstNonFinite(Weights weights) {
        return weights.all().stream()
                .filter(weight -> !weight.tensor().isFinite())
                .findFirst()
                .orElse(null);
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
        Eager eager = new Eager();
        Weights copy = network.weights().copy(); // a layer that moves its buffers must not move the network's
        NamedValues weights = NamedValues.constants(eager, copy).in(mode);
        Value input = eager.constant(inputs);
        if (!network.layer().forward(eager, weights, input).tensor().isFinite()) {
            return "the output of " + firstLayer(network.layer(), "", eager, weights, input);
        }
        Weight buffer = firstNonFinite(network.weights());
        return buffer == null ? "the loss" : "the buffer " + buffer.name();
    }

    /// The innermost layer where it began, by the path of its weights.
    ///
    /// @param layer of which the output is not finite
    /// @param path  of the layer, empty for the whole network
    private static String firstLayer(Layer layer, String path, Eager eager, NamedValues weights, Value input) {
        int[] axes = input.tensor().shape().toArray();
        Shape example = Shape.of(Arrays.copyOfRange(axes, 1, axes.length));
        Value value = input;
        for (Composite.Part part : succession(layer, example)) {
            NamedValues inner = weights.under(part.name());
            Value output = part.layer().forward(eager, inner, value);
            if (!output.tensor().isFinite()) {
                String place = path.isEmpty() ? part.name() : path + "." + part.name();
                return firstLayer(part.layer(), place, eager, inner, value);
            }
            value = output;
        }
        return path.isEmpty() ? "the network" : "layer " + path + " (" + layer + ")";
    }

    /// The layers inside, where each takes what the one before gives; other composites say not how theirs are joined.
    private static List<Composite.Part> succession(Layer layer, Shape example) {
        return switch (layer) {
            case Sequential sequential -> sequential.parts(example);
            case Chain chain -> chain.parts(example);
            default -> List.of();
        };
    }
}
