package dev.orthant.experiments;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/// What a piece of work allocates once C2 has compiled its kernels. Until then their vectors are objects on the heap.
public final class Allocation {
    private static final int ROUNDS = 40;

    /// C2 compiles in the background. Where it has no processor to itself it takes longer, however many rounds are run
    /// meanwhile: so many more rounds begin with a pause. Work that allocates for good does so after all of them.
    private static final int PATIENT_ROUNDS = 400;

    private static final long PAUSE_MILLISECONDS = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /// {@return bytes that this thread allocates in a round: the first measured that are allowed, or else the last}
    public static long settled(long allowed, Runnable round) {
        return settledOf(allowed, () -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            round.run();
            return THREADS.getCurrentThreadAllocatedBytes() - before;
        });
    }

    /// {@return the first number that is allowed, or else the last}
    ///
    /// @param measured runs a round; bytes that it allocated
    public static long settledOf(long allowed, LongSupplier measured) {
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS + PATIENT_ROUNDS && bytes > allowed; round++) {
            if (round >= ROUNDS) {
                pause();
            }
            bytes = measured.getAsLong();
        }
        return bytes;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the compiler worked", interrupted);
        }
    }
}
