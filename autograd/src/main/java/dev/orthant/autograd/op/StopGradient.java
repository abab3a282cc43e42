package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// The same numbers, through which nothing is differentiated. The gradient is not the derivative, on purpose.
///
///     Y  = X
///     dX = 0
///
/// `evaluator.constant(value.tensor())` does the same and spares the tape the walk behind it.
///
/// ```java
/// Tape tape = new Tape();
/// Value x = tape.variable(Tensor.scalar(3));
/// Value product = tape.apply(new Multiply(), x, tape.apply(new StopGradient(), x));
/// product.tensor().item();                                                 // → 9.0
/// tape.backward(product).of(x).item();                                     // → 3.0
/// ```
///
/// @since 0.1.0
public record StopGradient() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return input;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return Operands.noDerivative(evaluator, input);
    }
}
