package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedLevelsTest {
    private static Weights matrix(float... numbers) {
        return Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, numbers.length), numbers))));
    }

    @Test
    void everyCodeComesBackWhateverWasWrittenBesideIt() {
        for (int bits = 4; bits <= 16; bits++) {
            int count = 1000;
            SignedLevels levels = SignedLevels.zeros(bits, count);
            int[] order = Streams.ofSeed(bits).permutation(count);
            for (int i : order) {
                levels.set(i, i % 3 == 0, (i * 7919) & ((1 << bits) - 1));
            }
            for (int i = 0; i < count; i++) {
                assertEquals((i * 7919) & ((1 << bits) - 1), levels.level(i), bits + " bits, weight " + i);
                assertEquals(i % 3 == 0, levels.negative(i), bits + " bits, weight " + i);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> SignedLevels.zeros(3, 1));
        assertThrows(IllegalArgumentException.class, () -> SignedLevels.zeros(17, 1));
    }

    @Test
    void theTablesGiveTheExponentialOfEveryLevel() {
        for (int bits : new int[] {4, 7, 12, 16}) {
            int count = 1 << bits;
            double precision = 4.0 / count;
            SignedLevels levels = SignedLevels.zeros(bits, count);
            for (int k = 0; k < count; k++) {
                levels.set(k, k % 2 == 1, k);
            }
            float[] decoded = new float[count];
            levels.decode(precision, 3, 0, new Span(decoded, 0, count));
            for (int k = 0; k < count; k++) {
                double exact = (k % 2 == 1 ? -3 : 3) * Math.exp(-precision * k);
                assertEquals(exact, decoded[k], Math.abs(exact) * 1.5 * 0x1p-23, bits + " bits, level " + k);
            }
        }
    }

    @Test
    void levelsBelowHalfAStepDoNotMoveAndHalvesGoToTheEvenLevel() {
        IntegerMadam rule =
                new IntegerMadam(8, 0.01, 1, 3, 10, 0, IntegerMadam.Start.NEAREST, 0); // β = 0: N is the sign of G
        Weights weights = matrix(1, -1, 1, 0.5f);
        IntegerMadam.State state = rule.start(weights);
        int[] before = {level(state, 0), level(state, 1), level(state, 2)};
        state = rule.step(weights, matrix(1, 1, 0, -1), state, 1);
        assertEquals(before[0] + 1, level(state, 0)); // a positive weight shrinks against a positive gradient
        assertEquals(before[1] - 1, level(state, 1)); // a negative one grows
        assertEquals(before[2], level(state, 2));
        // β near 1: after a large gradient a small one is normalised to less than 1/2
        IntegerMadam slow = new IntegerMadam(8, 0.01, 1, 3, 10, 0.5, IntegerMadam.Start.NEAREST, 0);
        Weights one = matrix(1);
        IntegerMadam.State slowState = slow.step(one, matrix(10), slow.start(one), 1);
        int level = level(slowState, 0);
        slowState = slow.step(one, matrix(0.1f), slowState, 1);
        assertEquals(level, level(slowState, 0));
    }

    @Test
    void levelsStayInTheirRangeAndSignsStay() {
        IntegerMadam rule = new IntegerMadam(4, 0.1, 7);
        Weights weights = matrix(1, -1, 0.1f, -0.1f);
        IntegerMadam.State state = rule.start(weights);
        for (int step = 0; step < 100; step++) {
            state = rule.step(weights, matrix(step % 7 - 3, step % 5 - 2, 1, 1), state, 1);
            float[] now = weights.get("w").toArray();
            for (int i = 0; i < 4; i++) {
                assertTrue(level(state, i) >= 0 && level(state, i) <= 15, "step " + step);
                assertEquals(i % 2 == 1, now[i] < 0, "step " + step);
            }
        }
        float[] again = new float[4];
        state.levels().get(0).decode(0.1, state.largest().get("w").item(), 0, new Span(again, 0, 4));
        assertArrayEquals(again, weights.get("w").toArray());
    }

    @Test
    void drawnLevelsLeaveTheFirstWeightsAloneAndCoverTheRange() {
        Weights weights = Weights.of(
                List.of(new Weight("w", Role.MATRIX, Streams.ofSeed(2).gaussian(Shape.of(1, 10_000)))));
        float[] before = weights.get("w").toArray();
        IntegerMadam.State state = new IntegerMadam(4, 0.1, 1).start(weights);
        assertArrayEquals(before, weights.get("w").toArray());
        int[] counts = new int[16];
        for (int i = 0; i < 10_000; i++) {
            counts[level(state, i)]++;
            assertEquals(before[i] < 0, state.levels().get(0).negative(i));
        }
        assertEquals(0, counts[15]); // the paper's code leaves out the last level
        for (int k = 0; k < 15; k++) {
            assertEquals(10_000 / 15.0, counts[k], 5 * 25, "level " + k); // standard error 25
        }
    }

    @Test
    void aGradientThatIsNotANumberIsRefused() {
        IntegerMadam rule = new IntegerMadam(8, 0.01, 1);
        Weights weights = matrix(1);
        var state = rule.start(weights);
        assertThrows(ArithmeticException.class, () -> rule.step(weights, matrix(Float.NaN), state, 1));
    }

    private static int level(IntegerMadam.State state, int index) {
        return state.levels().get(0).level(index);
    }
}
