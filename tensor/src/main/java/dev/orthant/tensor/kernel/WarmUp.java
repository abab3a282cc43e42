package dev.orthant.tensor.kernel;

import dev.orthant.tensor.parallel.Background;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Knows whether C2 has compiled a vector kernel yet.
///
/// Until C2 has, every vector operation makes objects, and a kernel is far slower than
/// afterwards. So the first call of a kernel starts a rehearsal
/// in the background, the kernel on tiny operands until it is fast, and until [#isOver] says so its callers take a plain
/// loop that gives **the same bits**: when the switch happens must not show in any result.
///
/// `-Ddev.orthant.warmUp=off` takes the vector kernels from the first call on.
final class WarmUp {
    /// System property: `off` takes the vector kernels at once.
    static final String PROPERTY = "dev.orthant.warmUp";

    private static final boolean WANTED = !System.getProperty(PROPERTY, "").equals("off");

    /// Calls between two looks at the clock.
    private static final int CALLS = 20;

    /// So many fast looks in a row: a single one may be luck.
    private static final int FAST_LOOKS = 5;

    /// The rehearsal begins so long after the first call: C2 would otherwise be busy with the vector kernel while that call, in a
    /// plain loop, waits for it to compile the loop.
    private static final long HEAD_START_NANOSECONDS = 100_000_000L;

    /// Time after which the vector kernel is taken in any case. Where C2 is this slow, or the operands' time was guessed
    /// wrong, waiting longer does not help.
    private static final long PATIENCE_NANOSECONDS = 5_000_000_000L;

    private final Runnable rehearsal;
    private final long fastNanoseconds;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean over;

    /// @param rehearsal       the kernel on tiny operands of its own
    /// @param fastNanoseconds what one call takes at most once it is compiled, with room for slow machines; an
    ///                        uncompiled one takes far longer
    WarmUp(Runnable rehearsal, long fastNanoseconds) {
        this(rehearsal, fastNanoseconds, WANTED);
    }

    /// @param wanted whether there is a warm-up at all, whatever the property says
    WarmUp(Runnable rehearsal, long fastNanoseconds, boolean wanted) {
        this.rehearsal = rehearsal;
        this.fastNanoseconds = fastNanoseconds;
        this.over = !wanted;
    }

    /// Whether this JVM was asked to warm up.
    static boolean isWanted() {
        return WANTED;
    }

    /// Whether the vector kernel should be taken now. The first call that finds it should not starts the rehearsal.
    boolean isOver() {
        if (over) {
            return true;
        }
        if (begun.compareAndSet(false, true)) {
            long asked = System.nanoTime();
            Background.run(() -> rehearse(asked));
        }
        return false;
    }

    /// @param asked when the first call came: rehearsals before this one may have taken the time of its head start
    private void rehearse(long asked) {
        LockSupport.parkNanos(asked + HEAD_START_NANOSECONDS - System.nanoTime());
        long start = System.nanoTime();
        int fastLooks = 0;
        while (fastLooks < FAST_LOOKS && System.nanoTime() - start < PATIENCE_NANOSECONDS) {
            long before = System.nanoTime();
            for (int call = 0; call < CALLS; call++) {
                rehearsal.run();
            }
            boolean fast = System.nanoTime() - before < CALLS * fastNanoseconds;
            fastLooks = fast ? fastLooks + 1 : 0;
        }
        over = true;
    }
}
