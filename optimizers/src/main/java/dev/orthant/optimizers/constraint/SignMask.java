package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// The sign of every connection is known: excitatory, inhibitory, or absent.
///
///     w ← s max(0, s w),   s in {−1, 0, 1}
///
/// the nearest point of the set. Bagherian, Gornet, Bernstein, Ni, Yue and Meister 2021, "Fine-grained system identification
/// of nonlinear neural circuits", recover circuits under such constraints;
/// that this is their projection is our reading.
///
/// ```java
/// Weights signs = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 3), 1, -1, 0))));
/// Weights weights = signs.map(each -> Tensor.of(each.shape(), -2, -3, 5));    // the first is no excitation
/// new SignMask(signs).project(weights);
/// weights.get("w").toArray();                                                 // → [0.0, -3.0, 0.0]
/// ```
///
/// @param signs s, in the form of the weights, or of some of them; tensors that it does not name are free
/// @since 0.1.0
public record SignMask(Weights signs) implements Constraint {
    /// Checks the signs.
    ///
    /// @throws IllegalArgumentException if a number is not −1, 0 or 1
    public SignMask {
        Masks.require("sign mask", signs, true);
    }

    @Override
    public void project(Weights weights) {
        for (Weight signed : signs.all()) {
            Span w = Masks.counterpart("sign mask", signed, weights);
            Span s = signed.tensor().span();
            for (int i = 0; i < w.length(); i++) {
                float sign = s.array()[s.from() + i];
                if (sign * w.array()[w.from() + i] < 0 || sign == 0) {
                    w.array()[w.from() + i] = 0;
                }
            }
        }
    }
}
