package dev.orthant.optimizers.schedule;

/// Lowers the learning rate when a loss has stopped improving.
///
///     improved:   loss < (1 − threshold) · best so far
///     after more than `patience` observations in a row without improvement:   multiplier ← max(factor · multiplier, floor)
///
/// and the count begins anew. The behaviour of PyTorch's ReduceLROnPlateau for a loss, with a relative threshold and
/// without cool-down. NaN never counts as an improvement.
///
/// ```java
/// Plateau plateau = new Plateau(0.5, 1, 0, 0);
/// Plateau.State state = plateau.start();
/// for (double loss : new double[] {1, 1, 1}) {    // the best so far, then twice no better
///     state = plateau.observe(state, loss);
/// }
/// state.multiplier();                             // → 0.5
/// ```
///
/// @param factor    in (0, 1)
/// @param patience  at least 0
/// @param threshold in [0, 1)
/// @param floor     smallest multiplier, in [0, 1]
/// @since 0.1.0
public record Plateau(double factor, int patience, double threshold, double floor) {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public Plateau {
        if (!(factor > 0 && factor < 1)
                || patience < 0
                || !(threshold >= 0 && threshold < 1)
                || !(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("plateau: factor " + factor + ", patience " + patience + ", threshold "
                    + threshold + " and floor " + floor
                    + " came; they must lie in (0, 1), be at least 0, lie in [0, 1) and in [0, 1]");
        }
    }

    /// What has been seen.
    ///
    /// @param best       smallest loss
    /// @param waited     observations in a row without improvement
    /// @param multiplier factor of the learning rate now
    public record State(double best, long waited, double multiplier) {}

    /// {@return what is remembered before any observation: multiplier 1}
    public State start() {
        return new State(Double.POSITIVE_INFINITY, 0, 1);
    }

    /// Takes note of a loss.
    ///
    /// @param state from [#start] or the observation before
    /// @param loss  NaN is no improvement
    /// @return what is remembered now; its multiplier is for the steps to come
    public State observe(State state, double loss) {
        if (loss < state.best() * (1 - threshold)) {
            return new State(loss, 0, state.multiplier());
        }
        if (state.waited() < patience) {
            return new State(state.best(), state.waited() + 1, state.multiplier());
        }
        return new State(state.best(), 0, Math.max(factor * state.multiplier(), floor));
    }
}
