package dev.orthant.tensor;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Arrays that wait to be used again, by length. Training asks for the same lengths at every step; a fresh array of a
/// few megabytes costs the collector more than the step that fills it.
///
/// One thread at a time. Lengths that nobody asked for between two calls of [#trim] are let go, so that the pool holds
/// no more than the last step needed.
///
/// ```java
/// BufferPool pool = new BufferPool();
/// Arena arena = new Arena(pool);
/// float sum = arena.serve(() -> Tensor.filled(Shape.of(64, 64), 1).at(0, 0), (result, array) -> false);
/// pool.bytes();        // → 16384
/// pool.trim();         // asked for since the pool was made: it stays
/// pool.trim();         // not asked for since: it goes
/// pool.bytes();        // → 0
/// ```
///
/// @since 0.1.0
public final class BufferPool {
    private final Map<Integer, ArrayDeque<float[]>> waiting = new HashMap<>();
    private final Set<Integer> asked = new TreeSet<>();

    /// No arrays yet: they come from the arenas that borrow here.
    public BufferPool() {}

    /// An array of this length with arbitrary numbers, or null if none waits.
    float @Nullable [] take(int length) {
        asked.add(length);
        ArrayDeque<float[]> arrays = waiting.get(length);
        return arrays == null ? null : arrays.pollLast(); // the last one given is most likely still in the cache
    }

    void give(float[] array) {
        waiting.computeIfAbsent(array.length, length -> new ArrayDeque<>()).addLast(array);
    }

    /// Lets go of the lengths that were not asked for since the call before.
    public void trim() {
        waiting.keySet().retainAll(asked);
        asked.clear();
    }

    /// {@return bytes that wait}
    public long bytes() {
        long bytes = 0;
        for (Map.Entry<Integer, ArrayDeque<float[]>> entry : waiting.entrySet()) {
            bytes += (long) Float.BYTES * entry.getKey() * entry.getValue().size();
        }
        return bytes;
    }
}
