package dev.orthant.optimizers;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Any rule, shown a gradient that was made smaller where it is too large.
///
/// The gradient's numbers are changed in place: it is used up by a step, and a copy would cost its memory again.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 10, 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights cliff = weights.map(each -> Tensor.of(each.shape(), 768, 1024));    // ‖g‖ = 1280
/// Clipped<Sgd.State> rule = new Clipped<>(new Sgd(1, 0), new Clipped.ByNorm(5));
/// rule.step(weights, cliff, rule.start(weights), 1);
/// w.toArray();                                                                // → [7.0, 6.0]
/// ```
///
/// @param rule     the rule
/// @param clipping how
/// @param <S>      what the rule remembers
/// @since 0.1.0
public record Clipped<S>(Optimizer<S> rule, Clipping clipping) implements Optimizer<S> {
    @Override
    public S start(Weights weights) {
        return rule.start(weights);
    }

    @Override
    public S step(Weights weights, Weights gradient, S state, double rateMultiplier) {
        clipping.apply(gradient);
        return rule.step(weights, gradient, state, rateMultiplier);
    }

    /// What is too large, and what becomes of it.
    public sealed interface Clipping {
        /// Clips in place. NaN stays; an infinite gradient becomes NaN under [ByNorm], since no direction is left of it.
        ///
        /// @param gradient of all weights; its numbers are changed
        void apply(Weights gradient);
    }

    /// Shortened to a largest norm, keeping its direction.
    ///
    ///     g ← g · min(1, θ / ‖g‖),   ‖g‖ over all tensors together
    ///
    /// Source: Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural networks", algorithm 1.
    ///
    /// ```java
    /// Tensor g = Tensor.of(Shape.of(1, 2), 3, 4);
    /// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, g)));
    /// Clipped.Clipping clipping = new Clipped.ByNorm(2.5);
    /// clipping.apply(gradient);   // from norm 5 to 2.5
    /// g.toArray();                // → [1.5, 2.0]
    /// clipping.apply(gradient);   // short enough now
    /// g.toArray();                // → [1.5, 2.0]
    /// ```
    ///
    /// @param largest θ, more than 0
    public record ByNorm(double largest) implements Clipping {
        /// Checks the norm.
        ///
        /// @throws IllegalArgumentException if it is not more than 0
        public ByNorm {
            Require.positive("clipping", "largest norm", largest);
        }

        @Override
        public void apply(Weights gradient) {
            double sum = 0;
            for (Weight weight : gradient.all()) {
                sum += Sweep.sumOfSquares(weight.tensor());
            }
            double norm = Math.sqrt(sum);
            if (!(norm <= largest)) {
                float factor = (float) (largest / norm);
                Sweep.over(gradient, cut -> ActiveKernels.get().scale(cut.of(gradient), factor, cut.of(gradient)));
            }
        }
    }

    /// Every number on its own.
    ///
    ///     g ← min(max(g, −θ), θ)
    ///
    /// ```java
    /// Tensor g = Tensor.of(Shape.of(1, 2), 0.5f, -4);
    /// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, g)));
    /// new Clipped.ByValue(1).apply(gradient);     // the direction changes
    /// g.toArray();                                // → [0.5, -1.0]
    /// ```
    ///
    /// @param largest θ, more than 0
    public record ByValue(double largest) implements Clipping {
        /// Checks the value.
        ///
        /// @throws IllegalArgumentException if it is not more than 0
        public ByValue {
            Require.positive("clipping", "largest value", largest);
        }

        @Override
        public void apply(Weights gradient) {
            float bound = (float) largest;
            Sweep.over(gradient, cut -> {
                Span span = cut.of(gradient);
                for (int i = span.from(); i < span.from() + span.length(); i++) {
                    span.array()[i] = Math.min(Math.max(span.array()[i], -bound), bound);
                }
            });
        }
    }
}
