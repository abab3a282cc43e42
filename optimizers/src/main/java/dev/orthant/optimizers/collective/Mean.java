package dev.orthant.optimizers.collective;

import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// The mean of all gradients: one worker can move it anywhere.
///
///     G = (G₁ + … + G_M) / M
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
