package dev.orthant.tensor.parallel;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Threads of the common pool that help for a moment, and stay awake for a while in case that more is to be done.
///
/// A sleeping thread takes some ten microseconds to wake, and on a virtual machine whose other processor is idle some
/// hundred: longer than a small matrix product takes. A training step is a row of such products, a few microseconds apart. So a
/// helper that is done looks out for the next errand for [#AWAKE_NANOSECONDS] and then goes back to the pool; it goes at
/// once if the pool has work of others. In the same way the one who waits for a helper's last piece stays awake at first.
final class Helpers {
    private static final long AWAKE_NANOSECONDS = 100_000;

    /// Turns of a waiting loop between two looks at what else there is to do: a microsecond or so.
    private static final int TURNS = 16;

    /// Those who look out, the last to come first: its processor is the least likely to be asleep.
    private static final ConcurrentLinkedDeque<Helper> LOOKING_OUT = new ConcurrentLinkedDeque<>();

    private Helpers() {}

    /// Asks for help with work that others may have finished before anyone comes.
    ///
    /// @param work must not throw
    /// @return     to be called back with [Errand#finish]
    static Errand send(Runnable work) {
        Errand errand = new Errand(work);
        Helper awake = LOOKING_OUT.pollFirst();
        if (awake != null) {
            awake.next = errand;
        } else {
            errand.task = ForkJoinPool.commonPool().submit(() -> PerThread.lend(() -> help(errand)));
        }
        return errand;
    }

    private static void help(Errand first) {
        for (Errand errand = first; errand != null; ) {
            errand = errand.run() ? lookOut() : null;
        }
    }

    private static @Nullable Errand lookOut() {
        Helper helper = new Helper();
        LOOKING_OUT.addFirst(helper);
        long begin = System.nanoTime();
        for (int turn = 1; helper.next == null; turn++) {
            Thread.onSpinWait();
            boolean look = turn % TURNS == 0;
            if (look && (System.nanoTime() - begin > AWAKE_NANOSECONDS || othersWait()) && LOOKING_OUT.remove(helper)) {
                return null;
            }
        }
        return helper.next;
    }

    private static boolean othersWait() {
        return ForkJoinPool.commonPool().hasQueuedSubmissions();
    }

    /// A thread that looks out.
    private static final class Helper {
        private volatile @Nullable Errand next;
    }

    private enum Progress {
        SENT,
        BEGUN,
        DONE,
        CALLED_BACK
    }

    /// One call for help.
    static final class Errand {
        private final Runnable work;
        private final Thread sender = Thread.currentThread();
        private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.SENT);
        private @Nullable ForkJoinTask<?> task;

        private Errand(Runnable work) {
            this.work = work;
        }

        /// {@return whether it was still wanted}
        private boolean run() {
            if (!progress.compareAndSet(Progress.SENT, Progress.BEGUN)) {
                return false;
            }
            try {
                work.run();
            } finally {
                progress.set(Progress.DONE);
                LockSupport.unpark(sender);
            }
            return true;
        }

        /// Calls the errand back if nobody has begun it, else waits for its end. By the sender.
        void finish() {
            if (progress.compareAndSet(Progress.SENT, Progress.CALLED_BACK)) {
                if (task != null) {
                    task.tryUnfork();
                }
                return;
            }
            long begin = System.nanoTime();
            while (progress.get() != Progress.DONE && System.nanoTime() - begin < AWAKE_NANOSECONDS) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            while (progress.get() != Progress.DONE) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted(); // or the next park would not sleep
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
