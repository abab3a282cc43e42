package dev.orthant.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Sum;
import dev.orthant.optimizers.Clipped;
import dev.orthant.optimizers.Sgd;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A tape's gradients, clipped in place.
class ClippedTrainingTest {
    private static Weights weights(Tensor first, Tensor second) {
        return Weights.of(List.of(new Weight("a", Role.BIAS, first), new Weight("b", Role.BIAS, second)));
    }

    @Test
    void bothTermsOfASumAreClippedOnce() {
        for (int size : new int[] {2, 512}) { // short arrays are not borrowed
            Weights weights = weights(Tensor.zeros(Shape.of(size)), Tensor.zeros(Shape.of(size)));
            Tape tape = new Tape();
            Value a = tape.variable(weights.get("a"));
            Value b = tape.variable(weights.get("b"));
            var derivatives = tape.backward(tape.apply(new Sum(), tape.apply(new Add(), a, b))); // ones
            Weights gradient = weights(derivatives.of(a), derivatives.of(b));
            double norm = Math.sqrt(2.0 * size);
            var rule = new Clipped<>(new Sgd(1, 0), new Clipped.ByNorm(norm / 2));
            rule.step(weights, gradient, rule.start(weights), 1);
            float[] expected = new float[size];
            Arrays.fill(expected, -0.5f);
            // the factor is the quotient of two norms, rounded to float32
            assertArrayEquals(expected, weights.get("a").toArray(), 1e-6f);
            assertArrayEquals(expected, weights.get("b").toArray(), 1e-6f);
        }
    }
}
