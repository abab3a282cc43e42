package dev.orthant.tensor.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/// Work in fixed pieces. Which thread takes which piece varies; what the pieces are, and the order in which their
/// results are combined, does not: the same bits for any number of threads.
///
/// The calling thread always takes part and waits for all it started; helpers come from the common pool and stay awake
/// for a moment. A piece that starts parallel work of its own runs that work sequentially, so that nesting never
/// oversubscribes the machine.
///
/// ```java
/// Parallel.map(4, i -> i * i);                                 // → [0, 1, 4, 9]
/// int[] owner = new int[5];
/// Parallel.Piece pair = (from, to) -> Arrays.fill(owner, from, to, from);
/// Parallel.forPieces(5, 2, pair);
/// Arrays.toString(owner);                                      // → [0, 0, 2, 2, 4]
/// Parallel.withThreads(1, () -> Parallel.threads());           // → 1
/// ```
///
/// @since 0.1.0
public final class Parallel {
    /// System property: how many threads may work at once; by default the processors that the JVM sees.
    public static final String PROPERTY = "dev.orthant.threads";

    private static final int DEFAULT_THREADS = threadsFromProperty();

    private static final ScopedValue<Integer> THREADS = ScopedValue.newInstance();

    private Parallel() {}

    /// Elements or rows `from` (inclusive) to `to` (exclusive).
    @FunctionalInterface
    public interface Piece {
        /// Does its part of the work.
        ///
        /// @param from index of the first element or row
        /// @param to   index after the last, more than `from`
        void run(int from, int to);
    }

    /// {@return how many threads may work at once, from here on down the call stack: at least 1}
    public static int threads() {
        return THREADS.orElse(DEFAULT_THREADS);
    }

    /// Runs a computation and all it calls with at most this many threads.
    ///
    /// @param <T>     what it results in
    /// @param threads at least 1
    /// @param body    runs on the calling thread
    /// @return        its result
    /// @throws Exception what the computation throws
    /// @throws IllegalArgumentException if `threads` is less than 1
    public static <T> T withThreads(int threads, Callable<T> body) throws Exception {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "parallel: " + threads + " threads were asked for; at least 1 is required");
        }
        return ScopedValue.where(THREADS, threads).call(body::call);
    }

    /// Runs a computation and all it calls on the calling thread alone.
    ///
    /// @param body what it throws comes through
    public static void alone(Runnable body) {
        ScopedValue.where(THREADS, 1).run(body);
    }

    /// Runs work on `[0, grain)`, `[grain, 2 grain)`, … up to `length`, and waits for all of it.
    ///
    /// @param length at least 0
    /// @param grain  length of a piece, at least 1; a function of the work, never of the number of threads
    /// @param piece  called once for each piece, on any thread; pieces must write to disjoint places
    public static void forPieces(int length, int grain, Piece piece) {
        int pieces = Math.ceilDiv(length, grain);
        runAll(pieces, index -> {
            int from = index * grain;
            piece.run(from, Math.min(length - from, grain) + from);
        });
    }

    /// Runs a task for 0, 1, …, count - 1, and waits for all of it.
    ///
    /// @param <T>   what a task results in
    /// @param count number of tasks, at least 0
    /// @param task  called once for each number, on any thread
    /// @return      the results, in the order of the numbers
    public static <T> List<T> map(int count, IntFunction<T> task) {
        List<AtomicReference<T>> results = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            results.add(new AtomicReference<>());
        }
        runAll(count, index -> results.get(index).set(task.apply(index)));
        return results.stream().map(AtomicReference::get).toList();
    }

    private interface Indexed {
        void run(int index);
    }

    private static void runAll(int count, Indexed body) {
        int workers = Math.min(threads(), count);
        if (workers <= 1) {
            for (int index = 0; index < count; index++) {
                body.run(index);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        ConcurrentSkipListMap<Integer, Throwable> failures = new ConcurrentSkipListMap<>();
        Runnable work = () -> ScopedValue.where(THREADS, 1).run(() -> takePieces(count, body, next, failures));
        List<Helpers.Errand> errands = new ArrayList<>(workers - 1);
        for (int helper = 1; helper < workers; helper++) {
            errands.add(Helpers.send(work));
        }
        work.run();
        errands.forEach(Helpers.Errand::finish);
        if (!failures.isEmpty()) {
            rethrow(failures.firstEntry().getValue()); // of the first piece that failed
        }
    }

    private static void takePieces(
            int count, Indexed body, AtomicInteger next, ConcurrentSkipListMap<Integer, Throwable> failures) {
        for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
            try {
                body.run(index);
            } catch (RuntimeException | Error thrown) {
                failures.put(index, thrown);
                next.set(count); // the pieces that nobody has begun are left undone
            }
        }
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private static int threadsFromProperty() {
        String text = System.getProperty(PROPERTY, "");
        if (text.isEmpty()) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int threads = Integer.parseInt(text);
            if (threads >= 1) {
                return threads;
            }
        } catch (NumberFormatException notANumber) {
            // reported below, with the text that came
        }
        throw new IllegalArgumentException(
                "parallel: -D" + PROPERTY + "=" + text + " came; it must be a whole number of at least 1");
    }
}
