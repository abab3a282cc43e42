package dev.orthant.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void aLineComesOnceAMinuteAndCountsStepsAsAlike() {
        TimeLeft left = new TimeLeft("cells", 4, 7);
        assertEquals(Optional.empty(), left.steps(1, 7 + MINUTE / 2));
        assertEquals(Optional.of("cells: 50 %, 3 min gone, about 3 min left"), left.steps(1, 7 + 3 * MINUTE));
        assertEquals(Optional.empty(), left.steps(1, 7 + 3 * MINUTE + 1));
        assertEquals(Optional.empty(), left.steps(1, 7 + 9 * MINUTE)); // all is done: nothing is left to tell
    }

    /// One large piece of work stands for many steps: the line that comes after it knows of all of them.
    @Test
    void stepsThatAreDoneAtOnceCountBeforeALineIsWritten() {
        TimeLeft left = new TimeLeft("cells", 1000, 0);
        assertEquals(Optional.empty(), left.steps(7, MINUTE / 60));
        assertEquals(Optional.of("cells: 80 %, 2 min gone, about 1 min left"), left.steps(793, 2 * MINUTE));
        assertEquals(Optional.empty(), left.steps(200, 4 * MINUTE));
    }
}
