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
import java.util.Optional;

/// Every feature is dropped with probability 1 − keep, or else divided by `keep`, so that its mean stays
/// (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014).
///
///     y     = x ∘ mask/keep          mask: independent for every example and feature
///     nngp' = nngp,  ntk' = ntk      between examples, whose masks are independent
///     v'    = v/keep                 variance of one example
///
/// Layers hold no state, so the masks come from a random stream that belongs to the layer: give each training step its own
/// (`training(keep, streams.indexed(step))`), and none to predict.
///
/// On the diagonal of the kernel of a set with itself stands the covariance under two independent masks; the variance
/// under one mask is in the block's moments.
///
/// @param keep  probability that a feature stays, in (0, 1]
/// @param masks where the masks come from; empty to predict: the layer is then the identity
public record Dropout(double keep, Optional<Streams> masks) implements Layer {
    public Dropout {
        if (!(keep > 0 && keep <= 1)) {
            throw new IllegalArgumentException(
                    "dropout: the probability to keep a feature is " + keep + " but must be in (0, 1]");
        }
    }

    /// As it trains.
    public static Dropout training(double keep, Streams masks) {
        return new Dropout(keep, Optional.of(masks));
    }

    /// As it predicts: the identity.
    public static Dropout predicting(double keep) {
        return new Dropout(keep, Optional.empty());
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
        if (masks.isEmpty()) {
            return input;
        }
        Tensor mask = masks.get().uniform(input.tensor().shape());
        Span numbers = mask.span();
        float factor = (float) (1 / keep);
        for (int i = numbers.from(); i < numbers.from() + numbers.length(); i++) {
            numbers.array()[i] = numbers.array()[i] < keep ? factor : 0;
        }
        return evaluator.apply(new Multiply(), input, evaluator.constant(mask));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return masks.isEmpty() ? input : input.masked(keep);
    }
}
