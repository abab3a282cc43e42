package dev.orthant.distributed.jgroups;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final SignBits SIGNS =
            SignBits.of(new Span(new float[] {1, -1, 0, 1, 1, -1, -1, 1, 1}, 0, 9), SignOfZero.ZERO, Streams.ofSeed(0));

    private static List<Frame> frames() {
        return List.of(
                new Frame.Vote(1, new Ballot(7, 3, 2, SIGNS, -5)),
                new Frame.Decision(2, new Verdict(7, 3, SIGNS, 1, RankSet.first(3), 42)),
                new Frame.NoQuorum(3, 7, new RankSet(List.of(1))),
                new Frame.Enter(),
                new Frame.Seating(true, List.of(new Seat(0, 1, 2), new Seat(1, 3, 4)), List.of(new Seat(1, 3, 4))),
                new Frame.Outside(9));
    }

    @Test
    void framesComeBackFromTheirBytes() {
        for (Frame frame : frames()) {
            assertEquals(frame, Frame.of(frame.toBytes()));
        }
        Frame.State state = (Frame.State) Frame.of(new Frame.State(4, new byte[] {1, 2, 3}).toBytes());
        assertArrayEquals(new byte[] {1, 2, 3}, state.bytes());
    }

    @Test
    void anyChangedBitOrMissingByteIsRefused() {
        for (Frame frame : frames()) {
            byte[] bytes = frame.toBytes();
            for (int bit = 0; bit < 8 * bytes.length; bit++) {
                byte[] damaged = bytes.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                assertThrows(IllegalArgumentException.class, () -> Frame.of(damaged), frame + ", bit " + bit);
            }
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThrows(IllegalArgumentException.class, () -> Frame.of(cut), frame + ", cut to " + length);
            }
        }
    }

    @Test
    void aMillionWeightsTakeLessThanEightHundredKilobytesARoundForThreeWorkers() {
        int count = 1 << 20;
        SignBits signs = SignBits.of(new Span(new float[count], 0, count), SignOfZero.PLUS, Streams.ofSeed(0));
        int ballot = new Frame.Vote(1, new Ballot(0, 0, 0, signs, 1)).toBytes().length;
        int verdict = new Frame.Decision(2, new Verdict(0, 0, signs, 0, RankSet.first(3), 1)).toBytes().length;
        assertTrue(3 * (ballot + verdict) <= 800_000, ballot + " up, " + verdict + " down");
    }
}
