package dev.orthant.tensor.parallel;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An object that a thread keeps for itself from one piece of work to the next: a buffer, say.
///
/// [ThreadLocal] would not do. The helpers of [Parallel] are threads of the common pool, which forgets a thread's
/// variables whenever it has nothing more to do: megabytes of buffers would be made and cleared again for each of a row of
/// products. Here a helper's objects wait for the next helper, whichever thread that is. Their number is that of the threads that
/// ever worked at the same time.
///
/// ```java
/// PerThread<float[]> buffer = PerThread.withInitial(() -> new float[4]);
/// buffer.get().length;                                         // → 4
/// buffer.set(new float[8]);
/// buffer.get().length;                                         // → 8
/// ```
///
/// An instance has a place in every thread for as long as the JVM runs: keep it in a constant.
///
/// @param <T> what a thread keeps
/// @since 0.1.0
public final class PerThread<T> {
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private static final ThreadLocal<@Nullable Places> RUNNING = new ThreadLocal<>();

    /// Of helpers that are done, the last to come first: its buffers are the likeliest to be in a cache.
    private static final ConcurrentLinkedDeque<Places> FREE = new ConcurrentLinkedDeque<>();

    private final int place = INSTANCES.getAndIncrement();
    private final Supplier<T> initial;

    private PerThread(Supplier<T> initial) {
        this.initial = initial;
    }

    /// {@return an object for each thread}
    ///
    /// @param <T>     what a thread keeps
    /// @param initial makes it when a thread first asks; not null
    public static <T> PerThread<T> withInitial(Supplier<T> initial) {
        return new PerThread<>(initial);
    }

    /// {@return the running thread's object} No other thread has it, nor will have before this thread's work is done.
    @SuppressWarnings("unchecked") // Only set() writes to this instance's place.
    public T get() {
        Object kept = places().at(place);
        if (kept == null) {
            T made = initial.get();
            set(made);
            return made;
        }
        return (T) kept;
    }

    /// Gives the running thread another object.
    ///
    /// @param object a larger buffer, say
    public void set(T object) {
        places().put(place, object);
    }

    /// Runs a helper's work with the objects that another helper left, or none. What the thread had before it has again
    /// afterwards: the pool may let one that waits inside a piece help elsewhere meanwhile.
    static void lend(Runnable work) {
        Places before = RUNNING.get();
        Places free = FREE.pollFirst();
        Places lent = free == null ? new Places() : free;
        RUNNING.set(lent);
        try {
            work.run();
        } finally {
            if (before == null) {
                RUNNING.remove();
            } else {
                RUNNING.set(before);
            }
            FREE.addFirst(lent);
        }
    }

    private static Places places() {
        Places kept = RUNNING.get();
        if (kept == null) {
            kept = new Places();
            RUNNING.set(kept);
        }
        return kept;
    }

    /// The objects of one thread, by [#place].
    private static final class Places {
        private @Nullable Object[] objects = new Object[INSTANCES.get()];

        @Nullable
        Object at(int place) {
            return place < objects.length ? objects[place] : null;
        }

        void put(int place, Object object) {
            if (place >= objects.length) {
                objects = Arrays.copyOf(objects, Math.max(place + 1, INSTANCES.get()));
            }
            objects[place] = object;
        }
    }
}
