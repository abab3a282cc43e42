package dev.orthant.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterleavedTimingTest {
    private static final long MILLISECOND = 1_000_000;

    private static final Pace PACE = new Pace(
            Duration.ofMillis(100),
            Duration.ofMillis(400),
            Duration.ofMillis(40),
            Duration.ofMillis(10),
            Duration.ofMillis(200),
            3,
            9,
            Duration.ofMillis(1));

    /// Time passes only where a contender works or the measurement pauses.
    private static final class HandClock implements Clock {
        private long now;
        private int pauses;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(Duration duration) {
            pauses++;
            now += duration.toNanos();
        }
    }

    @Test
    void contendersTakeTurnsAndEachSampleIsLongEnough() {
        HandClock clock = new HandClock();
        StringBuilder turns = new StringBuilder();
        List<double[]> times = new InterleavedTiming(clock, PACE)
                .time(List.of(
                        Contender.compiledHere(() -> {
                            turns.append('a');
                            clock.now += 4 * MILLISECOND;
                        }),
                        Contender.compiledAhead(() -> {
                            turns.append('b');
                            clock.now += 20 * MILLISECOND;
                        })));
        // A round is 3 x 4 ms + 1 x 20 ms + 2 pauses = 34 ms; 200 ms hold five.
        assertEquals(5, times.getFirst().length);
        assertTrue(turns.toString().endsWith("aaabaaabaaabaaabaaab"), turns::toString);
        assertEquals(10, clock.pauses);
        for (double seconds : times.get(0)) {
            assertEquals(0.004, seconds, 1e-12); // of a clock in whole nanoseconds
        }
        assertArrayEquals(new double[] {0.02, 0.02, 0.02, 0.02, 0.02}, times.get(1), 1e-12);
    }

    @Test
    void warmingUpGoesOnWhileTheTimeStillFallsAndNoLongerThanAllowed() {
        assertTrue(warmedUpAt(1.0) < 150 * MILLISECOND, "steady work is warm after the least time and a window");
        long still = warmedUpAt(0.92);
        assertTrue(
                still >= 400 * MILLISECOND && still < 450 * MILLISECOND,
                () -> "ever faster work is warmed for the most time and a window, came " + still);
    }

    /// When the first sample begins.
    ///
    /// @param factor by which each call is shorter than the one before
    private static long warmedUpAt(double factor) {
        HandClock clock = new HandClock();
        double[] next = {40.0 * MILLISECOND};
        List<Long> beginnings = new ArrayList<>();
        Clock noting = new Clock() {
            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public void pause(Duration duration) {
                beginnings.add(clock.now);
                next[0] = MILLISECOND;
            }
        };
        new InterleavedTiming(noting, PACE).time(List.of(Contender.compiledHere(() -> {
            clock.now += Math.max(1000, (long) next[0]);
            next[0] *= factor;
        })));
        return beginnings.getFirst();
    }

    @Test
    void aClockThatStandsStillEndsNothingEarlyAndDividesByNothing() {
        Clock coarse = new Clock() {
            private long readings;

            @Override
            public long nanos() {
                return readings++ / 1000 * 50 * MILLISECOND;
            }

            @Override
            public void pause(Duration duration) {}
        };
        List<double[]> times = new InterleavedTiming(coarse, PACE).time(List.of(Contender.compiledAhead(() -> {})));
        assertTrue(times.getFirst().length >= PACE.leastRounds(), () -> times.getFirst().length + " rounds");
    }
}
