package dev.orthant.optimizers.collective;

import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// What a worker does to its gradient before it goes into the vote or the mean. Adversaries see their own gradient only and do
/// not conspire.
///
/// Source: Bernstein, Zhao, Azizzadenesheli and Anandkumar 2019, "signSGD with majority vote is communication efficient and
/// fault tolerant", section 3.3 (blind multiplicative adversaries) and its experiments.
///
/// @since 0.1.0
public sealed interface Adversary {
    /// None at all: the gradient itself.
    record Honest() implements Adversary {}

    /// −G: votes for the opposite, with momentum too.
    record Flip() implements Adversary {}

    /// Standard normal numbers in place of the gradient.
    record Noise() implements Adversary {}

    /// factor · G: a vote does not feel a positive factor; a mean does.
    ///
    /// @param factor finite; negative to push the wrong way
    record Scaled(double factor) implements Adversary {
        /// Checks the factor.
        ///
        /// @throws IllegalArgumentException if it is infinite or not a number
        public Scaled {
            if (!Double.isFinite(factor)) {
                throw new IllegalArgumentException("adversary: the factor is " + factor + "; it must be finite");
            }
        }
    }

    /// {@return what it claims its gradient to be}
    ///
    /// @param gradient its own, not changed
    /// @param streams  of this worker and round
    default Weights claim(Weights gradient, Streams streams) {
        return switch (this) {
            case Honest() -> gradient;
            case Flip() -> gradient.times(-1);
            case Scaled(double factor) -> gradient.times((float) factor);
            case Noise() -> {
                Streams noise = streams.named("noise");
                yield Weights.of(gradient.all().stream()
                        .map(weight -> new Weight(
                                weight.name(),
                                weight.role(),
                                noise.named(weight.name())
                                        .gaussian(weight.tensor().shape())))
                        .toList());
            }
        };
    }
}
