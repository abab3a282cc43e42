package dev.orthant.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapPeakTest {
    private static final int BYTES = 20_000_000;

    /// All that is measured lies in the heap beside it, so the array's bytes are a bound from below.
    @Test
    void anArrayIsSeenAfterItIsGone() {
        HeapPeak peak = HeapPeak.fromNow();
        byte[] array = new byte[BYTES];
        array[BYTES - 1] = 1;
        int held = array.length * array[BYTES - 1];
        array = new byte[1];
        assertTrue(peak.megabytes() >= held * 1e-6 + array[0], () -> peak.megabytes() + " MB");
    }
}
