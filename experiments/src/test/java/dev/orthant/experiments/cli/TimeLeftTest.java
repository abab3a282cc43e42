package dev.orthant.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void aLineComesOnceAMinuteAndCountsStepsAsAlike() {
        TimeLeft left = new TimeLeft("cells", 4, 7);
        assertEquals(Optional.empty(), left.step(7 + MINUTE / 2));
        assertEquals(Optional.of("cells: 50 %, 3 minutes gone, about 3 left"), left.step(7 + 3 * MINUTE));
        assertEquals(Optional.empty(), left.step(7 + 3 * MINUTE + 1));
        assertEquals(Optional.empty(), left.step(7 + 9 * MINUTE)); // all is done: nothing is left to tell
    }
}
