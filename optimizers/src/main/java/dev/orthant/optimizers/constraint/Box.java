package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Every weight lies in an interval.
///
///     w ← min(max(w, lower), upper)
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 3), -3, 0.5f, 7);
/// new Box(-1, 1).project(Weights.of(List.of(new Weight("w", Role.MATRIX, w))));
/// w.toArray();        // → [-1.0, 0.5, 1.0]
/// new Box(1, -1);     // throws IllegalArgumentException
/// ```
///
/// @param lower at most `upper`
/// @param upper its other end
/// @since 0.1.0
public record Box(float lower, float upper) implements Constraint {
    /// Checks the interval.
    ///
    /// @throws IllegalArgumentException if `lower` is more than `upper` or not a number
    public Box {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException(
                    "box: lower is " + lower + " and upper " + upper + "; lower must be at most upper");
        }
    }

    @Override
    public void project(Weights weights) {
        for (Weight weight : weights.all()) {
            Span span = weight.tensor().span();
            for (int i = span.from(); i < span.from() + span.length(); i++) {
                span.array()[i] = Math.min(Math.max(span.array()[i], lower), upper);
            }
        }
    }
}
