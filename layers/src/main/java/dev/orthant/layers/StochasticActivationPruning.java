package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// Keeps activations at random, the large ones most often, and scales up what stays, so that every mean stays (Dhillon,
/// Azizzadenesheli, Lipton, Bernstein, Kossaifi, Khanna and Anandkumar 2018, "Stochastic activation pruning for robust
/// adversarial defense", algorithm 1).
///
///     pⱼ = |hⱼ| / Σₖ |hₖ|                      over all a activations of an example, channels and pixels alike
///     r  = fraction · a draws from p, with replacement
///     yⱼ = hⱼ / (1 − (1 − pⱼ)ʳ)  if j was drawn at least once, else 0           E yⱼ = hⱼ
///
/// It belongs after the activation functions of a network that was trained without it: it acts in passes that sample
/// ([Mode.Sampling]) and leaves training and prediction as they are. Backwards the mask and p are constants. Every example
/// is pruned by random numbers of its own. An example of zeros stays so.
///
/// ```java
/// Layer pruning = new StochasticActivationPruning(0.5);                                   // 2 draws of 4 activations
/// NamedValues sampling = NamedValues.of(List.of(), List.of(), new Mode.Sampling(Streams.ofSeed(0)));
/// Eager eager = new Eager();
/// Value ones = eager.constant(Tensor.filled(Shape.of(1, 4), 1));
/// Tensor pruned = pruning.forward(eager, sampling, ones).tensor();                        // 0, or 1/(1 − (3/4)²) = 16/7
/// IntStream.range(0, 4).mapToObj(i -> pruned.at(0, i)).distinct().sorted().toList();      // → [0.0, 2.285…
/// ```
///
/// @param fraction draws per activation, more than 0; there is at least one draw
/// @since 0.1.0
public record StochasticActivationPruning(double fraction) implements Layer {
    private static final int NUMBERS_PER_PIECE = 1 << 14;

    /// Checks the fraction.
    ///
    /// @throws IllegalArgumentException if it is not in (0, 1000]
    public StochasticActivationPruning {
        if (!(fraction > 0 && fraction <= 1000)) {
            throw new IllegalArgumentException("stochastic activation pruning: " + fraction
                    + " draws per activation came; the fraction must be more than 0 and at most 1000");
        }
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return weights.mode() instanceof Mode.Sampling(Streams streams)
                ? evaluator.apply(new Multiply(), input, evaluator.constant(mask(streams, input.tensor())))
                : input;
    }

    private Tensor mask(Streams streams, Tensor activations) {
        Tensor mask = Tensor.zeros(activations.shape());
        int examples = activations.shape().axis(0);
        if (activations.size() == 0) {
            return mask;
        }
        int units = activations.size() / examples;
        int draws = (int) Math.clamp(Math.round(fraction * units), 1L, Integer.MAX_VALUE);
        Span from = activations.span();
        Span to = mask.span();
        Parallel.forPieces(examples, Math.ceilDiv(NUMBERS_PER_PIECE, units), (first, last) -> {
            ActivationSampler sampler = new ActivationSampler(units, draws);
            for (int i = first; i < last; i++) {
                sampler.mask(
                        streams.indexed(i).generator(),
                        from.array(),
                        from.from() + i * units,
                        to.array(),
                        to.from() + i * units);
            }
        });
        return mask;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm(
                "kernel of stochastic activation pruning: the variance of a pruned activation is the mean"
                        + " of h²/(1 − (1 − p)ʳ) over the prior, which has no closed form; use Dropout, or predict without pruning");
    }
}
