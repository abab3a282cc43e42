package dev.orthant.optimizers.collective;

import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// The mean of all gradients: one worker can move it anywhere.
///
///     G = (G₁ + … + G_M) / M
///
/// ```java
/// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 1), 1))));
/// new Mean().combine(List.of(gradient, gradient.times(3))).get("w").item();       // → 2.0
/// new Mean().combine(List.of(gradient, gradient.times(-9999))).get("w").item();   // → -4999.0
/// ```
///
/// @since 0.1.0
public record Mean() implements Aggregation {
    @Override
    public Weights combine(List<Weights> gradients) {
        Weights sum = gradients.getFirst().copy();
        for (Weights gradient : gradients.subList(1, gradients.size())) {
            sum = sum.plus(gradient);
        }
        return sum.times(1f / gradients.size());
    }
}
