package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import java.util.function.IntFunction;

/// Layers applied one after the other: what [Sequential] and [Chain] do.
///
/// A rectifier φ and the max pooling that follows it change places: φ(max x) = max φ(x), with the same gradient, and φ then
/// has a quarter of the numbers to go through, or less.
final class Succession {
    private Succession() {}

    /// @param layers how many
    /// @param layer  by its index
    /// @param name   of a layer's weights, by its index
    static Value forward(
            Evaluator evaluator,
            NamedValues weights,
            int layers,
            IntFunction<Layer> layer,
            IntFunction<String> name,
            Value input) {
        Value value = input;
        int i = 0;
        while (i < layers) {
            boolean swapped =
                    i + 1 < layers && layer.apply(i).commutesWithMaximum() && layer.apply(i + 1) instanceof MaxPool2d;
            if (swapped) {
                value = layer.apply(i + 1).forward(evaluator, weights.under(name.apply(i + 1)), value);
            }
            value = layer.apply(i).forward(evaluator, weights.under(name.apply(i)), value);
            i += swapped ? 2 : 1;
        }
        return value;
    }
}
