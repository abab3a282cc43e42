package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// Every feature is dropped with probability 1 − keep, or else divided by `keep`, so that its mean stays
/// (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014).
///
///     y     = x ∘ mask/keep          mask: independent for every example and feature
///     nngp' = nngp,  ntk' = ntk      between examples, whose masks are independent
///     v'    = v/keep                 variance of one example
///
/// A pass of prediction leaves the features as they are; one that samples ([Mode.Sampling]) drops them as training does
/// (Gal and Ghahramani 2016). The kernel is that of the network as it trains: on the diagonal
/// of the kernel of a set with itself stands the covariance under two independent masks; the variance under one mask is
/// in the block's moments.
///
/// ```java
/// Layer half = new Dropout(0.5);
/// Eager eager = new Eager();
/// Value threes = eager.constant(Tensor.filled(Shape.of(1, 1000), 3));
/// NamedValues predicting = NamedValues.of(List.of(), List.of(), new Mode.Predicting());
/// half.forward(eager, predicting, threes).tensor().at(0, 0);                                  // → 3.0
/// Tensor dropped = half.forward(eager, predicting.in(new Mode.Training(Streams.ofSeed(0))), threes).tensor();
/// IntStream.range(0, 1000).mapToObj(i -> dropped.at(0, i)).distinct().sorted().toList();      // → [0.0, 6.0]
/// ```
///
/// @param keep probability that a feature stays, in (0, 1]; PyTorch's `p` is 1 − keep
/// @since 0.1.0
public record Dropout(double keep) implements Layer {
    /// Checks the probability.
    ///
    /// @throws IllegalArgumentException if it is not in (0, 1]
    public Dropout {
        if (!(keep > 0 && keep <= 1)) {
            throw new IllegalArgumentException(
                    "dropout: the probability to keep a feature is " + keep + " but must be in (0, 1]");
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
        return switch (weights.mode()) {
            case Mode.Predicting() -> input;
            case Mode.Training(Streams streams) -> masked(evaluator, streams, input);
            case Mode.Sampling(Streams streams) -> masked(evaluator, streams, input);
        };
    }

    private Value masked(Evaluator evaluator, Streams streams, Value input) {
        if (keep == 1) {
            return input; // a mask of ones
        }
        Tensor mask = mask(streams, input.tensor().shape());
        return evaluator.apply(new Multiply(), input, evaluator.constant(mask));
    }

    private Tensor mask(Streams streams, Shape shape) {
        Tensor mask = streams.uniform(shape);
        Span numbers = mask.span();
        float factor = (float) (1 / keep);
        for (int i = numbers.from(); i < numbers.from() + numbers.length(); i++) {
            numbers.array()[i] = numbers.array()[i] < keep ? factor : 0;
        }
        return mask;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return input.masked(keep);
    }
}
