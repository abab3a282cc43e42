package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class SgdTest {
    private static Weights weights(float first, float second) {
        return Weights.of(List.of(new Weight("weight", Role.MATRIX, Tensor.of(Shape.of(1, 2), first, second))));
    }

    @Test
    void threeStepsWithMomentumFollowTheRecursion() {
        Weights weights = weights(1, 2);
        Sgd sgd = new Sgd(0.5, 0.5);
        Sgd.State state = sgd.start(weights);
        state = sgd.step(weights, weights(1, -1), state, 1); // V = (1, -1),       W = (0.5, 2.5)
        state = sgd.step(weights, weights(0, 2), state, 1); //  V = (0.5, 1.5),    W = (0.25, 1.75)
        sgd.step(weights, weights(1, 0), state, 2); //          V = (1.25, 0.75),  W = (-1, 1), twice the rate
        assertArrayEquals(new float[] {-1, 1}, weights.get("weight").toArray()); // dyadic numbers: no rounding
    }

    @Test
    void withoutMomentumTheStepIsTheGradient() {
        Weights weights = weights(1, 2);
        Sgd sgd = new Sgd(0.5, 0);
        sgd.step(weights, weights(1, -1), sgd.start(weights), 1);
        assertArrayEquals(new float[] {0.5f, 2.5f}, weights.get("weight").toArray());
    }

    @Test
    void badHyperParametersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Sgd(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(0.1, 1));
    }
}
