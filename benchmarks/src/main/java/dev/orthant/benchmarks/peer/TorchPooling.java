package dev.orthant.benchmarks.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.orthant.benchmarks.peer.Libtorch.TorchTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// libtorch's maximum pooling of windows side by side, images channels first. Its result is fresh and lives until the next
/// call.
public final class TorchPooling {
    private static final int WHOLE_WINDOWS = 0;

    private static final MemorySegment NONE = MemorySegment.NULL;

    private final MethodHandle pool;
    private final MethodHandle reshape;
    private final MethodHandle delete;
    private final MemorySegment window;
    private final MemorySegment zeros;
    private final MemorySegment ones;

    /// Where a call leaves the handles of its up to two results.
    private final MemorySegment results;

    private final MemorySegment lengths;
    private final MemorySegment strides;
    private MemorySegment latest = NONE;
    private MemorySegment latestFlat = NONE;

    TorchPooling(NativeFunctions library, Arena arena, int pixels) {
        pool = library.handle(
                "aoti_torch_cpu_max_pool2d_with_indices",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS,
                        JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
        reshape = library.handle(
                "aoti_torch__reinterpret_tensor",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
        delete = library.handle("aoti_torch_delete_tensor_object", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        window = arena.allocateFrom(JAVA_LONG, pixels, pixels);
        zeros = arena.allocateFrom(JAVA_LONG, 0, 0);
        ones = arena.allocateFrom(JAVA_LONG, 1, 1);
        results = arena.allocate(ADDRESS, 2);
        lengths = arena.allocate(JAVA_LONG, 2);
        strides = arena.allocate(JAVA_LONG, 2);
    }

    /// The largest number of each window.
    public TorchTensor pool(TorchTensor images) {
        free();
        try {
            require((int) pool.invokeExact(
                    images.handle(),
                    window,
                    2L,
                    window,
                    2L,
                    zeros,
                    2L,
                    ones,
                    2L,
                    WHOLE_WINDOWS,
                    results,
                    results.asSlice(ADDRESS.byteSize())));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch_cpu_max_pool2d_with_indices", thrown);
        }
        latest = results.get(ADDRESS, 0);
        delete(results.getAtIndex(ADDRESS, 1));
        return new TorchTensor(latest, NONE);
    }

    /// The same numbers with an axis for the batch and one for all others.
    public TorchTensor poolFlat(TorchTensor images, long batch, long numbers) {
        TorchTensor pooled = pool(images);
        lengths.setAtIndex(JAVA_LONG, 0, batch);
        lengths.setAtIndex(JAVA_LONG, 1, numbers);
        strides.setAtIndex(JAVA_LONG, 0, numbers);
        strides.setAtIndex(JAVA_LONG, 1, 1);
        try {
            require((int) reshape.invokeExact(pooled.handle(), 2L, lengths, strides, 0L, results));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch__reinterpret_tensor", thrown);
        }
        latestFlat = results.get(ADDRESS, 0);
        return new TorchTensor(latestFlat, NONE);
    }

    private void free() {
        if (latestFlat.address() != 0) {
            delete(latestFlat);
            latestFlat = NONE;
        }
        if (latest.address() != 0) {
            delete(latest);
            latest = NONE;
        }
    }

    private void delete(MemorySegment handle) {
        try {
            require((int) delete.invokeExact(handle));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch_delete_tensor_object", thrown);
        }
    }

    private static void require(int error) {
        if (error != 0) {
            throw new IllegalStateException("libtorch: a pooling failed");
        }
    }
}
