package dev.orthant.benchmarks.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.orthant.benchmarks.peer.Libtorch.TorchTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// libtorch's convolution of stride 1 and its gradients, images channels first. Every call returns a fresh tensor, as in
/// training; the one before is deleted.
public final class TorchConvolution {
    private static final int NOT_TRANSPOSED = 0;

    private static final MemorySegment NONE = MemorySegment.NULL;

    private final MethodHandle forward;
    private final MethodHandle backward;
    private final MethodHandle delete;
    private final MethodHandle data;
    private final MemorySegment ones;
    private final MemorySegment zeros;
    private final MemorySegment padding;
    private final MemorySegment ofInput;
    private final MemorySegment ofWeights;

    /// The handle of a bias, where a call reads it.
    private final MemorySegment givenBias;

    /// Where a call leaves the handles of its up to three results.
    private final MemorySegment results;

    private final MemorySegment address;
    private MemorySegment latest = NONE;

    TorchConvolution(NativeFunctions library, Arena arena, int pixels) {
        forward = library.handle(
                "aoti_torch_cpu_convolution",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG,
                        JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
        backward = library.handle(
                "aoti_torch_cpu_convolution_backward",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG,
                        ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS,
                        ADDRESS, ADDRESS));
        delete = library.handle("aoti_torch_delete_tensor_object", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        data = library.handle("aoti_torch_get_data_ptr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        ones = arena.allocateFrom(JAVA_LONG, 1, 1);
        zeros = arena.allocateFrom(JAVA_LONG, 0, 0);
        padding = arena.allocateFrom(JAVA_LONG, pixels, pixels);
        ofInput = arena.allocateFrom(JAVA_INT, 1, 0, 0);
        ofWeights = arena.allocateFrom(JAVA_INT, 0, 1, 0);
        givenBias = arena.allocate(ADDRESS);
        results = arena.allocate(ADDRESS, 3);
        address = arena.allocate(ADDRESS);
    }

    /// `y = x * w`
    public void forward(TorchTensor input, TorchTensor weights) {
        forward(input, weights, NONE);
    }

    /// `y = x * w + b`
    ///
    /// @param bias [outChannels]
    /// @return y; its numbers are libtorch's own, and it lives until the next call
    public TorchTensor forward(TorchTensor input, TorchTensor weights, TorchTensor bias) {
        givenBias.set(ADDRESS, 0, bias.handle());
        forward(input, weights, givenBias);
        return new TorchTensor(latest, NONE);
    }

    private void forward(TorchTensor input, TorchTensor weights, MemorySegment bias) {
        free();
        try {
            require((int) forward.invokeExact(
                    input.handle(),
                    weights.handle(),
                    bias,
                    ones,
                    2L,
                    padding,
                    2L,
                    ones,
                    2L,
                    NOT_TRANSPOSED,
                    zeros,
                    2L,
                    1L,
                    results));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch_cpu_convolution", thrown);
        }
        latest = results.getAtIndex(ADDRESS, 0);
    }

    /// The gradient with respect to the input alone.
    public void inputGradient(TorchTensor upstream, TorchTensor input, TorchTensor weights) {
        backward(upstream, input, weights, ofInput, 0);
    }

    /// The gradient with respect to the weights alone.
    public void weightGradient(TorchTensor upstream, TorchTensor input, TorchTensor weights) {
        backward(upstream, input, weights, ofWeights, 1);
    }

    private void backward(
            TorchTensor upstream, TorchTensor input, TorchTensor weights, MemorySegment wanted, int result) {
        free();
        try {
            require((int) backward.invokeExact(
                    upstream.handle(),
                    input.handle(),
                    weights.handle(),
                    NONE,
                    0L,
                    ones,
                    2L,
                    padding,
                    2L,
                    ones,
                    2L,
                    NOT_TRANSPOSED,
                    zeros,
                    2L,
                    1L,
                    wanted,
                    3L,
                    results,
                    results.asSlice(ADDRESS.byteSize()),
                    results.asSlice(2 * ADDRESS.byteSize())));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch_cpu_convolution_backward", thrown);
        }
        for (int i = 0; i < 3; i++) {
            MemorySegment handle = results.getAtIndex(ADDRESS, i);
            if (i == result) {
                latest = handle;
            } else if (handle.address() != 0) {
                delete(handle);
            }
        }
    }

    /// A copy of the latest result.
    public float[] result(int length) {
        try {
            require((int) data.invokeExact(latest, address));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch_get_data_ptr", thrown);
        }
        return address.get(ADDRESS, 0).reinterpret((long) length * Float.BYTES).toArray(JAVA_FLOAT);
    }

    private void free() {
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
            throw new IllegalStateException("libtorch: a convolution failed");
        }
    }
}
