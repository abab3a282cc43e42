package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

/// Runs a kernel until C2 has compiled it, and asks that it then allocates next to nothing.
final class Settling {
    /// Small objects of the matrix products (cursors, lambdas) are allowed; one boxed vector per step would be megabytes.
    private static final long ALLOWED_BYTES = 8192;

    /// C2 compiles in the background, after some ten thousand iterations: rounds that it takes where it has a processor.
    private static final int ROUNDS = 600;

    /// Where it has none to itself it takes longer, however many rounds are run meanwhile: the calls then pause, so that it
    /// gets one, for so many rounds more. A kernel that boxes for good allocates after all of them.
    private static final int PATIENT_ROUNDS = 1500;

    private static final long PAUSE_MILLISECONDS = 10;

    private Settling() {}

    static void assertSettles(String name, Runnable kernel) {
        assertSettles(name, kernel, 1);
    }

    /// @param kernels how many kernels are run by turns, each with its own small objects
    static void assertSettles(String name, Runnable kernel, int kernels) {
        long allowed = kernels * ALLOWED_BYTES;
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS + PATIENT_ROUNDS && bytes > allowed; round++) {
            if (round >= ROUNDS) {
                pause();
            }
            for (int call = 0; call < 10; call++) {
                kernel.run();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            kernel.run();
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        long allocated = bytes;
        assertTrue(allocated <= allowed, () -> name + " still allocates " + allocated + " bytes a call");
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
