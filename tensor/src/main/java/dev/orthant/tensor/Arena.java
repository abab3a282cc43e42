package dev.orthant.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/// The arrays of one computation: lent by a pool, handed back together when the computation is over, or one by one as
/// soon as they are used up.
///
/// What runs under [#serve] gets the arrays of [Tensor#zeros] and [Tensor#uninitialised] from here; operations need not
/// know. Short arrays are not worth the book-keeping and come fresh. One thread at a time.
///
/// With assertions on (in tests), an array that is handed back is filled with NaN: a use after that shows.
///
/// ```java
/// Arena arena = new Arena(new BufferPool());
/// Tensor sum = arena.serve(
///         () -> {
///             Tensor halves = Tensor.filled(Shape.of(64, 64), 0.5f);      // handed back at the end
///             return Tensor.filled(Shape.of(64, 64), 2 * halves.at(0, 0));
///         },
///         (result, array) -> result.liesIn(array));
/// sum.at(63, 63);                      // → 1.0
/// arena.owns(sum.span().array());      // → true
/// arena.releaseAll();
/// arena.owns(sum.span().array());      // → false
/// ```
///
/// @since 0.1.0
public final class Arena implements ArraySource {
    private static final int SHORTEST = 256;

    private final BufferPool pool;
    private final Set<float[]> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<float[]> recent = new ArrayList<>();

    /// An empty arena.
    ///
    /// @param pool lends the arrays and takes them back
    public Arena(BufferPool pool) {
        this.pool = pool;
    }

    @Override
    public float[] take(int length, boolean zeroed) {
        if (length < SHORTEST) {
            return new float[length];
        }
        float[] waiting = pool.take(length);
        float[] array = waiting == null ? new float[length] : waiting;
        if (zeroed && waiting != null) {
            Arrays.fill(array, 0);
        }
        lent.add(array);
        recent.add(array);
        return array;
    }

    /// Runs a computation whose tensors take their arrays from here. When it ends, those that are not kept are handed back.
    ///
    /// @param <T>  what it results in
    /// @param body makes tensors
    /// @param kept says, given the result, whether an array must stay
    /// @return     the result
    public <T> T serve(Supplier<T> body, BiPredicate<? super T, float[]> kept) {
        int first = recent.size();
        T result = ScopedValue.where(CURRENT, this).call(body::get);
        List<float[]> made = recent.subList(first, recent.size());
        for (float[] array : made) {
            if (!kept.test(result, array)) {
                release(array);
            }
        }
        made.clear();
        return result;
    }

    /// {@return whether an array was lent by this arena and not handed back}
    ///
    /// @param array compared by identity
    public boolean owns(float[] array) {
        return lent.contains(array);
    }

    /// Hands one array back.
    ///
    /// @param array nothing happens if it is not of this arena
    public void release(float[] array) {
        if (lent.remove(array)) {
            assert poison(array);
            pool.give(array);
        }
    }

    /// Hands all arrays back.
    public void releaseAll() {
        for (float[] array : lent) {
            assert poison(array);
            pool.give(array);
        }
        lent.clear();
        recent.clear();
    }

    private static boolean poison(float[] array) {
        Arrays.fill(array, Float.NaN);
        return true;
    }
}
