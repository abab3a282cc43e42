package dev.orthant.optimizers.collective;

import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// One gradient from those of all workers, in full precision: what a vote is compared with.
///
/// ```java
/// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 1), 1))));
/// List<Weights> gradients = List.of(gradient, gradient.times(2), gradient.times(1000));
/// Aggregation shortest = all -> Collections.min(all, Comparator.comparing(Weights::norm)).copy();
/// shortest.combine(gradients).get("w").item();            // → 1.0
/// new MultiKrum(1).combine(gradients).get("w").item();    // → 1.5
/// ```
///
/// @since 0.1.0
public interface Aggregation {
    /// Combines the gradients of one step.
    ///
    /// @param gradients one per worker, at least one, all of one form
    /// @return in arrays of its own
    Weights combine(List<Weights> gradients);
}
