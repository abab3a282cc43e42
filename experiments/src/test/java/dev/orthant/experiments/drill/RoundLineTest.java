package dev.orthant.experiments.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a worker says is what a drill reads.
class RoundLineTest {
    private static final SignBits SIGNS =
            SignBits.of(new Span(new float[] {1, -1, 0}, 0, 3), SignOfZero.PLUS, Streams.ofSeed(0));

    @Test
    void aDrillReadsWhatAWorkerSays() {
        Verdict verdict = new Verdict(41, 3, SIGNS, 1, new RankSet(List.of(0, 2, 5)), -2);
        assertEquals(
                Optional.of(new RoundLine(41, 3, 1.25, 17.5, "fffffffffffffffe")),
                RoundLine.parse(RoundLine.of(verdict, 6, 2, 1.25, 17.5)));
    }

    @Test
    void whoseVotesAreMissingIsNamed() {
        Verdict verdict = new Verdict(41, 3, SIGNS, 1, new RankSet(List.of(0, 2, 5)), -2);
        assertEquals(
                "round 41: voters [0, 2, 5], missing [1, 3, 4], 1 ties, 2 bytes, verdict after 1.25 of 17.50 ms,"
                        + " digest fffffffffffffffe",
                RoundLine.of(verdict, 6, 2, 1.25, 17.5));
    }

    @Test
    void linesAboutSomethingElseAreNone() {
        assertTrue(RoundLine.parse("accuracy 0.9171, digest b5e7e6b518b537c4").isEmpty());
        assertTrue(RoundLine.parse("round 41: voters [0, 2").isEmpty());
    }
}
