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
/// ```java
/// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 1), 1))));
/// Adversary adversary = new Adversary.Scaled(-10);
/// List<Weights> claims = List.of(gradient, gradient, adversary.claim(gradient, Streams.ofSeed(0)));
/// new Mean().combine(claims).get("w").item();         // → -2.66666…
/// new MultiKrum(1).combine(claims).get("w").item();   // → 1.0
/// ```
///
/// @since 0.1.0
public sealed interface Adversary {
    /// None at all: the gradient itself.
    ///
    /// ```java
    /// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 1, -2))));
    /// new Adversary.Honest().claim(gradient, Streams.ofSeed(0)) == gradient;  // → true
    /// ```
    record Honest() implements Adversary {}

    /// −G: votes for the opposite, with momentum too.
    ///
    /// ```java
    /// Tensor w = Tensor.of(Shape.of(1, 1), 10);
    /// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
    /// Weights claim = new Adversary.Flip().claim(weights.copy(), Streams.ofSeed(0));  // up the slope of ½‖w‖²
    /// new Sgd(0.5, 0).step(weights, claim, new Sgd(0.5, 0).start(weights), 1);
    /// w.item();                                                                       // → 15.0
    /// ```
    record Flip() implements Adversary {}

    /// Standard normal numbers in place of the gradient.
    ///
    /// ```java
    /// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.zeros(Shape.of(100, 100)))));
    /// Weights claim = new Adversary.Noise().claim(gradient, Streams.ofSeed(0));   // of norm √10000, nearly
    /// Math.round(claim.norm() / 10);                                              // → 10
    /// ```
    record Noise() implements Adversary {}

    /// factor · G: a vote does not feel a positive factor; a mean does.
    ///
    /// ```java
    /// Span g = Tensor.of(Shape.of(1, 2), 1, -2).span();
    /// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 1, -2))));
    /// Span claim = new Adversary.Scaled(1000).claim(gradient, Streams.ofSeed(0)).get("w").span();
    /// claim.array()[0];                                                   // → 1000.0
    /// SignBits vote = SignBits.of(claim, SignOfZero.ZERO, Streams.ofSeed(0));
    /// vote.equals(SignBits.of(g, SignOfZero.ZERO, Streams.ofSeed(0)));    // → true
    /// ```
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
