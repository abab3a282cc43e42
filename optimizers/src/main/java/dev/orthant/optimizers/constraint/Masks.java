package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// What masks have in common.
final class Masks {
    private Masks() {}

    /// @throws IllegalArgumentException if a number is not 0 or 1, or −1 where signs are allowed
    static void require(String operation, Weights mask, boolean signed) {
        for (Weight weight : mask.all()) {
            for (float number : weight.tensor().toArray()) {
                if (number != 0 && number != 1 && !(signed && number == -1)) {
                    throw new IllegalArgumentException(operation + ": " + weight.name() + " holds " + number + "; only "
                            + (signed ? "-1, 0 and 1" : "0 and 1") + " may stand there");
                }
            }
        }
    }

    /// The weights that a tensor of the mask is for.
    static Span counterpart(String operation, Weight masked, Weights weights) {
        Tensor tensor = weights.get(masked.name());
        if (!tensor.shape().equals(masked.tensor().shape())) {
            throw new ShapeException(operation + ": " + masked.name() + " is " + tensor.shape() + " and its mask "
                    + masked.tensor().shape() + "; the shapes must be the same");
        }
        return tensor.span();
    }
}
