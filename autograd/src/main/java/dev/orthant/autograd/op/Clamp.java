package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Numbers kept between two bounds, element by element.
///
///     Y  = lowest where X < lowest, highest where X > highest, else X
///     dX = dY where lowest ≤ X ≤ highest, else 0
///
/// ```java
/// new Clamp(-1, 1).forward(Tensor.of(Shape.of(3), -5, 0.5f, 7)).toArray();     // → [-1.0, 0.5, 1.0]
/// new Clamp(1, -1);                                                            // throws IllegalArgumentException
/// ```
///
/// @param lowest  at most `highest`
/// @param highest at least `lowest`
/// @since 0.1.0
public record Clamp(float lowest, float highest) implements Op.Unary {
    /// Two bounds, either of which may be infinite.
    ///
    /// @throws IllegalArgumentException if the lowest exceeds the highest, or one is NaN
    public Clamp {
        if (!(lowest <= highest)) {
            throw new IllegalArgumentException(
                    "clamp: the bounds " + lowest + " and " + highest + " came; the first must be at most the second");
        }
    }

    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().clamp(x, lowest, highest, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new ClampGradient(lowest, highest), upstream, input);
    }
}
