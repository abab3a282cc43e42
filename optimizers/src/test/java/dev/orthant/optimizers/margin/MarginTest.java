package dev.orthant.optimizers.margin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.constraint.BalancedNeurons;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarginTest {
    private static final int[] LABELS = {1, -1};

    private static Weights linear(float first, float second) {
        return Weights.of(List.of(new Weight("weight", Role.MATRIX, Tensor.of(Shape.of(1, 2), first, second))));
    }

    @Test
    void theMarginOfALinearClassifierIsTheCosine() {
        Tensor inputs = Tensor.of(Shape.of(2, 2), 3, 4, 0, -2);
        Tensor scores = Tensor.of(Shape.of(2, 1), 3, 0); // with w = (1, 0)
        NormalisedMargin margin = NormalisedMargin.frobenius(linear(1, 0), inputs, scores, LABELS);
        assertEquals(0.6, margin.perExample().get(0), 1e-12); // 3 / 5
        assertEquals(0, margin.smallest(), 1e-12);
        assertEquals(0.3, margin.mean(), 1e-12);
    }

    @Test
    void scalingWeightsAndInputsChangesNothing() {
        Tensor inputs = Tensor.of(Shape.of(2, 2), 3, 4, 0, -2);
        NormalisedMargin once =
                NormalisedMargin.frobenius(linear(1, 2), inputs, Tensor.of(Shape.of(2, 1), 11, -4), LABELS);
        Tensor doubled = Tensor.of(Shape.of(2, 2), 6, 8, 0, -4);
        NormalisedMargin scaled =
                NormalisedMargin.frobenius(linear(4, 8), doubled, Tensor.of(Shape.of(2, 1), 88, -32), LABELS);
        for (int i = 0; i < 2; i++) {
            assertEquals(once.perExample().get(i), scaled.perExample().get(i), 1e-15); // powers of two: exact
        }
    }

    @Test
    void biasesAndMissingExamplesAreRefused() {
        Weights bias = Weights.of(List.of(new Weight("bias", Role.BIAS, Tensor.scalar(1))));
        Tensor inputs = Tensor.zeros(Shape.of(2, 2));
        Tensor scores = Tensor.zeros(Shape.of(2, 1));
        assertThrows(IllegalArgumentException.class, () -> NormalisedMargin.frobenius(bias, inputs, scores, LABELS));
        assertThrows(
                IllegalArgumentException.class,
                () -> NormalisedMargin.frobenius(linear(1, 1), inputs, scores, new int[0]));
    }

    @Test
    void theOpponentOfManyClassesIsTheBestWrongOne() {
        Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(3, 1), 1, 1, 1))));
        Tensor inputs = Tensor.of(Shape.of(3, 1), 1, 1, 1);
        Tensor scores = Tensor.of(Shape.of(3, 3), 5, 2, 3, 5, 2, 3, 1, 1, 1);
        NormalisedMargin margin = NormalisedMargin.frobenius(weights, inputs, scores, new int[] {0, 1, 2});
        double norm = Math.sqrt(3); // √3 / √min(3, 1)
        assertEquals(2 / norm, margin.perExample().get(0), 1e-15);
        assertEquals(-3 / norm, margin.perExample().get(1), 1e-15);
        assertEquals(0, margin.perExample().get(2));
        assertEquals(-3 / norm, margin.quantile(0));
        assertEquals(0, margin.quantile(0.5));
        assertEquals(2 / norm, margin.quantile(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> NormalisedMargin.frobenius(weights, inputs, scores, new int[] {0, 1, 3}));
        assertThrows(IllegalArgumentException.class, () -> margin.quantile(1.5));
    }

    @Test
    void theSpectralMarginDividesByTheLargestSingularValues() {
        Weights weights = Weights.of(List.of(
                new Weight("0", Role.MATRIX, Tensor.of(Shape.of(2, 2), 3, 0, 0, 1)),
                new Weight("1", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4))));
        Tensor inputs = Tensor.of(Shape.of(1, 2), 1, 1);
        NormalisedMargin margin =
                NormalisedMargin.spectral(weights, inputs, Tensor.of(Shape.of(1, 1), 13), new int[] {1});
        // power iteration stops when a step raises the norm by less than 1e-7; the ratio of squares here is 9
        assertEquals(13 / (Math.sqrt(2) * 3 * 5), margin.smallest(), 1e-6);
    }

    @Test
    void theLinearMarginWantsALinearClassifier() {
        Tensor inputs = Tensor.of(Shape.of(1, 2), 3, 4);
        Tensor scores = Tensor.of(Shape.of(1, 1), 3);
        int[] labels = {1};
        assertEquals(
                0.6,
                NormalisedMargin.linear(linear(1, 0), inputs, scores, labels).smallest(),
                1e-12);
        Weights two = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.zeros(Shape.of(2, 2)))));
        assertThrows(
                dev.orthant.tensor.ShapeException.class, () -> NormalisedMargin.linear(two, inputs, scores, labels));
    }

    @Test
    void marginControlScalesTheTargetsAndHoldsTheNorm() {
        MarginControl control = new MarginControl(new BalancedNeurons(), 10);
        assertArrayEquals(new float[] {10, -10}, control.targets(LABELS).toArray());
        assertThrows(IllegalArgumentException.class, () -> control.targets(new int[] {0}));
        assertThrows(IllegalArgumentException.class, () -> new MarginControl(new BalancedNeurons(), 0));

        Weights weights = linear(1, 3);
        var sgd = control.around(new Sgd(0.1, 0));
        var state = sgd.start(weights);
        sgd.step(weights, linear(5, 1), state, 1);
        // one projection's rounding
        assertEquals(1, ActiveKernels.get().sumOfSquares(weights.get("weight").span()), 1e-6);
    }

    @Test
    void anExponentialScheduleMultipliesOncePerEpoch() {
        Schedule schedule = new Schedule.Exponential(0.5);
        assertEquals(1, schedule.multiplier(0));
        assertEquals(0.125, schedule.multiplier(3));
        assertEquals(1, new Schedule.Constant().multiplier(9));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Exponential(1.5));
    }
}
