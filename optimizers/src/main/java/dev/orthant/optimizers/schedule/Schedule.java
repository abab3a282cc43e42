package dev.orthant.optimizers.schedule;

/// How the learning rate changes from epoch to epoch, as a factor of the rate that the rule was made with.
public sealed interface Schedule {
    /// The factor in an epoch.
    ///
    /// @param epoch from 0
    double multiplier(int epoch);

    /// Always 1.
    record Constant() implements Schedule {
        @Override
        public double multiplier(int epoch) {
            return 1;
        }
    }

    /// Multiplied by a factor after each epoch.
    ///
    ///     multiplier = factorᵉ
    ///
    /// @param factor in (0, 1]
    record Exponential(double factor) implements Schedule {
        public Exponential {
            if (!(factor > 0 && factor <= 1)) {
                throw new IllegalArgumentException(
                        "exponential schedule: the factor is " + factor + "; it must lie in (0, 1]");
            }
        }

        @Override
        public double multiplier(int epoch) {
            return Math.pow(factor, epoch);
        }
    }
}
