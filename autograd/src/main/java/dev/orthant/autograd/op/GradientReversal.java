package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// The same numbers; what is carried back turns round. The gradient is not the derivative, on purpose: below this operation
/// a network learns to make worse what the one above it makes better (Ganin and Lempitsky 2015, "Unsupervised domain
/// adaptation by backpropagation").
///
///     Y  = X
///     dX = −factor · dY
///
/// @param factor finite
public record GradientReversal(float factor) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return input;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new Scale(-factor), upstream);
    }
}
