package dev.orthant.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.check.GradientCheck;
import dev.orthant.autograd.op.Divide;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Scale;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

/// The example of [Op]: an operation that a user writes, checked and differentiated twice.
class OwnOperationTest {
    private static final long SEED = 1;

    /// The cube root, element by element.
    ///
    ///     Y  = ∛X
    ///     dX = dY / (3 Y²)
    record CubeRoot() implements Op.Unary {
        @Override
        public Tensor forward(Tensor input) {
            float[] numbers = input.toArray(); // a copy
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) Math.cbrt(numbers[i]);
            }
            return Tensor.wrap(input.shape(), numbers);
        }

        @Override
        public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
            Value square = evaluator.apply(new Multiply(), output, output);
            return evaluator.apply(new Divide(), upstream, evaluator.apply(new Scale(3), square));
        }
    }

    @Test
    void itsGradientPassesTheCheck() {
        Tensor point = Streams.ofSeed(SEED).uniform(Shape.of(3, 5)); // positive: the root has no derivative at 0
        for (int i = 0; i < point.size(); i++) {
            point.span().array()[i] += 0.5f;
        }
        GradientCheck.Result result = GradientCheck.of(new CubeRoot(), Streams.ofSeed(SEED), point);
        assertTrue(result.relativeError() < 1e-3, () -> "seed " + SEED + ": " + result);
    }

    @Test
    void itIsDifferentiatedTwiceLikeAnyOther() {
        Tape tape = new Tape();
        Value x = tape.variable(Tensor.of(Shape.of(1), 8));
        Value first = tape.backwardRecorded(tape.apply(new CubeRoot(), x)).value(x);
        Tensor second = tape.backward(first).of(x);
        assertEquals(1 / 12.0, first.tensor().item(), 1e-8); // 1/3 · 8^(−2/3), one float32 rounding
        assertEquals(-1 / 144.0, second.item(), 1e-8); // −2/9 · 8^(−5/3)
    }
}
