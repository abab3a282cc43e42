package dev.orthant.benchmarks.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ColdTimesTest {
    private static final long MILLISECOND = 1_000_000;

    /// A call of 10 ms every 10 ms for 4 s, but the first takes 90 ms, those of the next 0.6 s 30 ms, and one late call 50 ms.
    private static ColdTimes invented() {
        long[] begun = new long[400];
        long[] taken = new long[400];
        for (int i = 0; i < begun.length; i++) {
            begun[i] = 10L * i * MILLISECOND;
            taken[i] = (i == 0 ? 90 : i < 60 ? 30 : i == 250 ? 50 : 10) * MILLISECOND;
        }
        return ColdTimes.of(begun, taken);
    }

    @Test
    void itTellsTheFirstCallsTheSteadyTimeAndTheWorstLateCall() {
        ColdTimes times = invented();

        assertEquals(0.09, times.first(), 1e-12);
        assertEquals(0.03, times.tenth(), 1e-12);
        assertEquals(0.01, times.hundredth(), 1e-12);
        assertEquals(0.01, times.steady(), 1e-12);
        assertEquals(0.05, times.worstLate(), 1e-12);
        assertEquals(0.6, times.settled(), 1e-9);
    }

    @Test
    void aLineIsReadBack() {
        assertEquals(invented(), ColdTimes.parse(invented().line()));
    }

    @Test
    void anotherLineIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ColdTimes.parse("1 2 3"));
    }
}
