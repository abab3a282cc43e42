package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Some connections do not exist: their weights are 0.
///
///     w ← w where the mask is 1, 0 where it is 0
///
/// ```java
/// Weights mask = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 1, 0))));
/// Weights weights = mask.map(each -> Tensor.of(each.shape(), 3, Float.NaN));
/// new SparsityMask(mask).project(weights);
/// weights.get("w").toArray();     // → [3.0, 0.0]
/// ```
///
/// @param mask in the form of the weights, or of some of them; tensors that it does not name are free
/// @since 0.1.0
public record SparsityMask(Weights mask) implements Constraint {
    /// Checks the mask.
    ///
    /// @throws IllegalArgumentException if a number is not 0 or 1
    public SparsityMask {
        Masks.require("sparsity mask", mask, false);
    }

    @Override
    public void project(Weights weights) {
        for (Weight masked : mask.all()) {
            Span w = Masks.counterpart("sparsity mask", masked, weights);
            Span m = masked.tensor().span();
            for (int i = 0; i < w.length(); i++) {
                if (m.array()[m.from() + i] == 0) {
                    w.array()[w.from() + i] = 0; // and not a product: NaN must not come through
                }
            }
        }
    }
}
