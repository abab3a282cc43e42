package dev.orthant.tensor.parallel;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Work that nobody waits for, on one daemon thread that starts with the first task and ends by itself
/// when none has come for a second.
///
/// ```java
/// var done = new java.util.concurrent.CompletableFuture<String>();
/// Background.run(() -> done.complete(Thread.currentThread().getName()));
/// done.get();      // → orthant-background
/// ```
///
/// @since 0.1.0
public final class Background {
    private static final int IDLE_MILLISECONDS = 1000;

    private static final LinkedBlockingQueue<Runnable> TASKS = new LinkedBlockingQueue<>();

    private static boolean running;

    private Background() {}

    /// Runs a task some time later, after those that came before.
    ///
    /// @param task must not throw; what it throws all the same is lost with the thread, and the next task starts another
    public static synchronized void run(Runnable task) {
        TASKS.add(task);
        if (!running) {
            running = true;
            Thread thread = new Thread(Background::work, "orthant-background");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void work() {
        try {
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } finally {
            ended();
        }
    }

    private static @Nullable Runnable next() throws InterruptedException {
        return TASKS.poll(IDLE_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /// A task that was added after the thread had looked for the last time gets a thread of its own.
    private static synchronized void ended() {
        running = false;
        Runnable left = TASKS.poll();
        if (left != null) {
            run(left);
        }
    }
}
