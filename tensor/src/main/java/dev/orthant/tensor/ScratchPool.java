package dev.orthant.tensor;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// Scratch memory for a computation that many threads run at once. No thread ever waits for another: one that finds none
/// waiting makes its own, and one that finds no place left leaves its own to the garbage collector.
///
/// A thread looks first where it left the scratch memory of its last run, which is likely still in its cache.
///
/// ```java
/// ScratchPool pool = new ScratchPool();
/// Supplier<Float> sum = () -> Tensor.filled(Shape.of(64, 64), 2).at(63, 63);
/// Stream.generate(() -> 0).limit(8).parallel().map(each -> pool.serve(sum)).distinct().toList();      // → [2.0]
/// ```
///
/// @since 0.1.0
public final class ScratchPool {
    /// More than this many wait only where more threads than this run at once; then some are made anew.
    private static final int PLACES = 32;

    private final AtomicReferenceArray<Scratch> waiting = new AtomicReferenceArray<>(PLACES);

    /// No scratch memory yet: the first runs make it.
    public ScratchPool() {}

    /// [Scratch#serve], with scratch memory that no other thread uses meanwhile.
    ///
    /// @param <T>  what the computation results in
    /// @param body what must outlive it has to be copied inside ([Tensor#copy])
    /// @return     its result
    public <T> T serve(Supplier<T> body) {
        int home = (int) (Thread.currentThread().threadId() % PLACES);
        Scratch scratch = take(home);
        T result = scratch.serve(body); // if it throws, the scratch memory is lost: it may be in any state
        give(home, scratch);
        return result;
    }

    private Scratch take(int home) {
        for (int i = 0; i < PLACES; i++) {
            int place = (home + i) % PLACES;
            if (waiting.getPlain(place) != null) {
                Scratch scratch = waiting.getAndSet(place, null);
                if (scratch != null) {
                    return scratch;
                }
            }
        }
        return new Scratch();
    }

    private void give(int home, Scratch scratch) {
        for (int i = 0; i < PLACES; i++) {
            if (waiting.compareAndSet((home + i) % PLACES, null, scratch)) {
                return;
            }
        }
    }
}
