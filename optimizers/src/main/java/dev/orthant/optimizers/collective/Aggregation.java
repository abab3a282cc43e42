package dev.orthant.optimizers.collective;

import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// One gradient from those of all workers, in full precision: what a vote is compared with.
///
/// @since 0.1.0
public interface Aggregation {
    /// Combines the gradients of one step.
    ///
    /// @param gradients one per worker, at least one, all of one form
    /// @return in arrays of its own
    Weights combine(List<Weights> gradients);
}
