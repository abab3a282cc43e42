package dev.orthant.autograd.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.derivative.Hessian;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Gradients where a formula meets NaN, 0 · ∞ or numbers beyond an int.
class SingularPointTest {
    @Test
    void powersZeroAndOneHaveNoSecondDerivativeAlsoAtZero() {
        Tensor point = Tensor.of(Shape.of(3), -2, 0, 3);
        Tensor direction = Tensor.filled(Shape.of(3), 1);
        for (int exponent = 0; exponent < 3; exponent++) {
            Power power = new Power(exponent);
            Computation sum = (evaluator, inputs) -> evaluator.apply(new Sum(), evaluator.apply(power, inputs.get(0)));
            float[] curvature = new Hessian(sum, List.of(point))
                    .times(List.of(direction))
                    .getFirst()
                    .toArray();
            float expected = exponent == 2 ? 2 : 0;
            assertArrayEquals(new float[] {expected, expected, expected}, curvature, 0, power.toString());
        }
    }

    /// dA = dC where A is chosen, ½ dC where they are equal, else 0; dB is the rest of dC.
    @Test
    void theGradientsOfMaximumAndMinimumAddUpToTheUpstreamAlsoAtNaN() {
        Tensor left = Tensor.of(Shape.of(6), Float.NaN, 1, Float.NaN, 2, 1, 5);
        Tensor right = Tensor.of(Shape.of(6), 1, Float.NaN, Float.NaN, 1, 2, 5);
        Tensor upstream = Tensor.of(Shape.of(6), 1, 2, 3, 4, 5, 6);
        check(new Maximum(), left, right, upstream, 0, 0, 0, 4, 0, 3);
        check(new Minimum(), left, right, upstream, 0, 0, 0, 0, 5, 3);
    }

    private static void check(Op.Binary op, Tensor left, Tensor right, Tensor upstream, float... ofLeft) {
        Tape tape = new Tape();
        Value a = tape.variable(left);
        Value b = tape.variable(right);
        Value output = tape.apply(op, a, b);
        Gradients gradients =
                tape.backward(tape.apply(new Sum(), tape.apply(new Multiply(), output, tape.constant(upstream))));
        float[] ofRight =
                new Subtract().forward(upstream, Tensor.of(Shape.of(6), ofLeft)).toArray();
        assertArrayEquals(ofLeft, gradients.of(a).toArray(), 0, op.name());
        assertArrayEquals(ofRight, gradients.of(b).toArray(), 0, op.name());
    }

    /// 65536² · 64 = 2³⁸: one head is a piece. As an int it would be 0, and all heads one piece.
    @Test
    void aLongAttentionIsWorkForMoreThanOneThread() {
        assertEquals(1, Attention.headsInPiece(65_536, 64));
        assertEquals(1, Attention.headsInPiece(8192, 64));
        assertEquals(256, Attention.headsInPiece(8, 16));
        assertEquals(1 << 18, Attention.headsInPiece(0, 16));
    }
}
