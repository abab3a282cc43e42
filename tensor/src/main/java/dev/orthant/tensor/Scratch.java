package dev.orthant.tensor;

import java.util.Arrays;
import java.util.function.Supplier;

/// The arrays of a computation that is run again and again, and of which only the result is wanted: the first tensor that
/// it makes gets the first array, the second tensor the second, in every run. Nothing is looked up and nothing is handed
/// back: the next run writes over this one.
///
/// An array only grows, so that after the largest run all others allocate nothing. One thread at a time
/// ([ScratchPool] serves many).
///
/// With assertions on (in tests), the arrays are filled with NaN when a run ends: a use after that shows.
///
/// ```java
/// Scratch scratch = new Scratch();
/// for (int run = 0; run < 3; run++) {
///     float[] result = scratch.serve(() -> Tensor.filled(Shape.of(64, 64), 1).rows(0, 1).toArray());
/// }
/// scratch.bytes();     // → 16384
/// ```
///
/// @since 0.1.0
public final class Scratch implements ArraySource {
    private static final int FEW = 16;

    private float[][] arrays = new float[FEW][];
    private int taken;

    /// No arrays yet: the first run makes them.
    public Scratch() {}

    /// Runs a computation whose tensors take their arrays from here.
    ///
    /// @param <T>  what it results in
    /// @param body what must outlive it has to be copied inside ([Tensor#copy])
    /// @return     its result
    public <T> T serve(Supplier<T> body) {
        taken = 0;
        T result = ScopedValue.where(CURRENT, this).call(body::get);
        assert poison();
        return result;
    }

    @Override
    public float[] take(int length, boolean zeroed) {
        if (taken == arrays.length) {
            arrays = Arrays.copyOf(arrays, 2 * taken);
        }
        float[] waiting = arrays[taken];
        if (waiting == null || waiting.length < length) {
            waiting = new float[length];
            arrays[taken] = waiting;
        } else if (zeroed) {
            Arrays.fill(waiting, 0, length, 0);
        }
        taken++;
        return waiting;
    }

    /// {@return bytes that wait for the next run}
    public long bytes() {
        long bytes = 0;
        for (float[] array : arrays) {
            bytes += array == null ? 0 : (long) Float.BYTES * array.length;
        }
        return bytes;
    }

    private boolean poison() {
        for (int i = 0; i < taken; i++) {
            Arrays.fill(arrays[i], Float.NaN);
        }
        return true;
    }
}
