package dev.orthant.optimizers.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void aStepScheduleFallsAtItsMilestones() {
        Schedule schedule = new Schedule.Step(List.of(2, 4), 0.5);
        double[] expected = {1, 1, 0.5, 0.5, 0.25, 0.25};
        for (int time = 0; time < expected.length; time++) {
            assertEquals(expected[time], schedule.multiplier(time), "time " + time);
        }
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Step(List.of(4, 2), 0.5));
    }

    @Test
    void aCosineGoesFromOneToItsFloorAndStays() {
        Schedule schedule = new Schedule.Cosine(10, 0.2);
        assertEquals(1, schedule.multiplier(0), 1e-15);
        assertEquals(0.6, schedule.multiplier(5), 1e-15);
        assertEquals(0.2, schedule.multiplier(10), 1e-15);
        assertEquals(0.2, schedule.multiplier(99), 1e-15);
    }

    @Test
    void warmUpRisesInALineAndThenCountsFromZero() {
        Schedule schedule = new Schedule.WarmUp(4, new Schedule.Exponential(0.5));
        double[] expected = {0.25, 0.5, 0.75, 1, 1, 0.5, 0.25};
        for (int time = 0; time < expected.length; time++) {
            assertEquals(expected[time], schedule.multiplier(time), "time " + time);
        }
        assertEquals(1, new Schedule.WarmUp(0, new Schedule.Constant()).multiplier(0));
    }

    @Test
    void oneCycleRisesToOneAndEndsFarBelowWhereItBegan() {
        Schedule schedule = new Schedule.OneCycle(101, 0.3, 25, 1e4);
        assertEquals(1 / 25.0, schedule.multiplier(0), 1e-15);
        // PyTorch's OneCycleLR(max_lr=1, total_steps=101, pct_start=0.3) at steps 10 and 50
        assertEquals(0.2904739632130776, schedule.multiplier(10), 1e-12);
        assertEquals(0.8029841875256725, schedule.multiplier(50), 1e-12);
        assertEquals(1 / 25e4, schedule.multiplier(100), 1e-15);
        double highest = 0;
        for (int time = 0; time <= 100; time++) {
            highest = Math.max(highest, schedule.multiplier(time));
        }
        assertEquals(1, highest, 1e-3); // the top lies between two whole times
    }

    @Test
    void aPlateauLowersTheRateWhenPatienceEnds() {
        Plateau plateau = new Plateau(0.5, 1, 0.1, 0.2);
        double[] losses = {10, 9.5, 9.4, 8, 8, 8, 8, Double.NaN, 8, 1};
        double[] expected = {1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2};
        Plateau.State state = plateau.start();
        for (int i = 0; i < losses.length; i++) {
            state = plateau.observe(state, losses[i]);
            assertEquals(expected[i], state.multiplier(), "observation " + i);
        }
        assertThrows(IllegalArgumentException.class, () -> new Plateau(1, 1, 0.1, 0));
    }
}
