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
/// ```java
/// Tape tape = new Tape();
/// Value x = tape.variable(Tensor.scalar(3));
/// Value same = tape.apply(new GradientReversal(0.5f), x);
/// same.tensor().item();                                                    // → 3.0
/// tape.backward(same).of(x).item();                                        // → -0.5
/// ```
///
/// @param factor finite
/// @since 0.1.0
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
