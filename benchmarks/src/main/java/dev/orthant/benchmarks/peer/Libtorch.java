package dev.orthant.benchmarks.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/// libtorch (PyTorch's kernels: MKL, oneDNN and its own), as fast as it can be called: no interpreter, no JNI, no tape,
/// and every result into memory that is already there.
///
/// Tensors are made by the C functions that compiled PyTorch models use (`aoti_torch_…`); operations without such a
/// function are called by their C++ name, `at::_ops::<name>::call`, with references to those tensors.
public final class Libtorch {
    /// Environment variable: the folder of `libtorch_cpu.so`.
    public static final String PLACE = "ORTHANT_LIBTORCH";

    private static final String HOW_TO_GET = "./orthant bench gemm --peers libtorch downloads it once (110 MB), or name"
            + " the folder of libtorch_cpu.so of PyTorch 2.7 in " + PLACE;

    private static final int CPU = 0;

    /// Bytes of a number as libtorch's functions take it: what kind it is (0: a double), then the value, aligned to 16.
    private static final long SCALAR_BYTES = 32;

    private static final long SCALAR_VALUE = 16;

    /// An optional element type that is absent, in the two bytes of a register.
    private static final short NO_TYPE = 0;

    private final NativeFunctions library;

    private final MethodHandle createTensor;
    private final MethodHandle deleteTensor;
    private final MethodHandle multiply;
    private final MethodHandle setThreads;
    private final int float32;

    private Libtorch(NativeFunctions library) {
        this.library = library;
        createTensor = library.handle(
                "aoti_torch_create_tensor_from_blob",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                        ADDRESS));
        deleteTensor = library.handle("aoti_torch_delete_tensor_object", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        multiply = library.handle("aoti_torch_cpu_mm_out", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        setThreads = library.handle("_ZN2at15set_num_threadsEi", FunctionDescriptor.ofVoid(JAVA_INT));
        MethodHandle recordForBackward =
                library.handle("aoti_torch_grad_mode_set_enabled", FunctionDescriptor.ofVoid(JAVA_BOOLEAN));
        MethodHandle dtype = library.handle("aoti_torch_dtype_float32", FunctionDescriptor.of(JAVA_INT));
        try {
            recordForBackward.invokeExact(false);
            float32 = (int) dtype.invokeExact();
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("libtorch", thrown);
        }
    }

    /// Loads it.
    ///
    /// @param folder      where the launcher keeps it
    /// @param environment of this process
    /// @throws PeerMissingException if it is not there
    public static Libtorch load(String folder, Map<String, String> environment) {
        Path file = Path.of(environment.getOrDefault(PLACE, folder), "libtorch_cpu.so");
        if (!Files.isRegularFile(file)) {
            throw new PeerMissingException("libtorch: not present; " + HOW_TO_GET);
        }
        try {
            return new Libtorch(
                    new NativeFunctions("libtorch (" + file + ")", SymbolLookup.libraryLookup(file, Arena.global())));
        } catch (IllegalArgumentException unloadable) {
            throw new PeerMissingException(
                    "libtorch: " + file + " is there but cannot be loaded (" + unloadable.getMessage() + ")");
        }
    }

    /// How many threads it uses from now on.
    public void threads(int count) {
        try {
            setThreads.invokeExact(count);
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("at::set_num_threads", thrown);
        }
    }

    /// A tensor over numbers outside of the Java heap; both live as long as the arena.
    ///
    /// @param handle  what libtorch calls it by
    /// @param numbers row-major; null where libtorch keeps them
    public record TorchTensor(MemorySegment handle, MemorySegment numbers) {
        /// A copy of the first `length` numbers.
        public float[] toArray(int length) {
            return numbers.asSlice(0, (long) length * Float.BYTES).toArray(JAVA_FLOAT);
        }
    }

    /// A tensor with a copy of these numbers.
    public TorchTensor tensor(Arena arena, float[] numbers, long... shape) {
        MemorySegment memory = arena.allocate((long) numbers.length * Float.BYTES, 64);
        MemorySegment.copy(numbers, 0, memory, JAVA_FLOAT, 0, numbers.length);
        return view(arena, memory, shape, rowMajor(shape));
    }

    /// The transposed matrix, over the same numbers.
    public TorchTensor transposed(Arena arena, TorchTensor matrix, long rows, long columns) {
        return view(arena, matrix.numbers(), new long[] {columns, rows}, new long[] {1, columns});
    }

    private TorchTensor view(Arena arena, MemorySegment memory, long[] shape, long[] strides) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment result = call.allocate(ADDRESS);
            require("aoti_torch_create_tensor_from_blob", (int) createTensor.invokeExact(
                    memory,
                    (long) shape.length,
                    call.allocateFrom(JAVA_LONG, shape),
                    call.allocateFrom(JAVA_LONG, strides),
                    0L,
                    float32,
                    CPU,
                    0,
                    result));
            MemorySegment handle = result.get(ADDRESS, 0).reinterpret(arena, this::delete);
            return new TorchTensor(handle, memory);
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch_create_tensor_from_blob", thrown);
        }
    }

    private void delete(MemorySegment handle) {
        try {
            require("aoti_torch_delete_tensor_object", (int) deleteTensor.invokeExact(handle));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch_delete_tensor_object", thrown);
        }
    }

    /// C = A B.
    public void multiply(TorchTensor a, TorchTensor b, TorchTensor c) {
        try {
            require("mm_out", (int) multiply.invokeExact(c.handle(), a.handle(), b.handle()));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("aoti_torch_cpu_mm_out", thrown);
        }
    }

    /// `out = name(in)`, element by element: `exp`, `log`, `relu`, …
    public Runnable unary(String name, TorchTensor in, TorchTensor out) {
        String symbol = symbol(name + "_out", "ERKNS_6TensorERS2_");
        MethodHandle call = library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        return guarded(symbol, () -> {
            var _ = (MemorySegment) call.invokeExact(in.handle(), out.handle());
        });
    }

    /// `out = name(a, b)`: `mul`, `dot`, …
    public Runnable binary(String name, TorchTensor a, TorchTensor b, TorchTensor out) {
        String symbol = symbol(name + "_out", "ERKNS_6TensorES4_RS2_");
        MethodHandle call = library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        return guarded(symbol, () -> {
            var _ = (MemorySegment) call.invokeExact(a.handle(), b.handle(), out.handle());
        });
    }

    /// `out = a + factor b`; `out` may be `a`.
    public Runnable add(Arena arena, TorchTensor a, TorchTensor b, double factor, TorchTensor out) {
        String symbol = symbol("add_out", "ERKNS_6TensorES4_RKN3c106ScalarERS2_");
        MemorySegment scalar = scalar(arena, factor);
        MethodHandle call = library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        return guarded(symbol, () -> {
            var _ = (MemorySegment) call.invokeExact(a.handle(), b.handle(), scalar, out.handle());
        });
    }

    /// `out = max(in, least)`: what `relu` is. Its own function with an `out` computes elsewhere and copies.
    public Runnable clampBelow(Arena arena, TorchTensor in, double least, TorchTensor out) {
        String symbol = symbol("clamp_min_out", "ERKNS_6TensorERKN3c106ScalarERS2_");
        MemorySegment scalar = scalar(arena, least);
        MethodHandle call = library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        return guarded(symbol, () -> {
            var _ = (MemorySegment) call.invokeExact(in.handle(), scalar, out.handle());
        });
    }

    /// The sum of all numbers, into a tensor without axes.
    public Runnable sum(TorchTensor in, TorchTensor out) {
        String symbol = symbol("sum_out", "ERKNS_6TensorESt8optionalIN3c1010ScalarTypeEERS2_");
        MethodHandle call = library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_SHORT, ADDRESS));
        return guarded(symbol, () -> {
            var _ = (MemorySegment) call.invokeExact(in.handle(), NO_TYPE, out.handle());
        });
    }

    /// `out = in Φ(in)`, the exact form.
    public Runnable gelu(Arena arena, TorchTensor in, TorchTensor out) {
        String symbol = symbol("gelu_out", "ERKNS_6TensorESt17basic_string_viewIcSt11char_traitsIcEERS2_");
        MemorySegment exact = arena.allocateFrom("none");
        MethodHandle call =
                library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
        return guarded(symbol, () -> {
            var _ = (MemorySegment) call.invokeExact(in.handle(), exact.byteSize() - 1, exact, out.handle());
        });
    }

    /// `out = softmax(in)` of each row.
    public Runnable softmax(TorchTensor in, TorchTensor out) {
        String symbol = symbol("_softmax_out", "ERKNS_6TensorElbRS2_");
        MethodHandle call =
                library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_BOOLEAN, ADDRESS));
        return guarded(symbol, () -> {
            var _ = (MemorySegment) call.invokeExact(in.handle(), 1L, false, out.handle());
        });
    }

    /// `out = x W + b`, what a linear layer computes.
    ///
    /// @param weights [in, out]
    /// @param bias    [out]
    public Consumer<TorchTensor> linear(Arena arena, TorchTensor weights, TorchTensor bias, TorchTensor out) {
        String symbol = symbol("addmm_out", "ERKNS_6TensorES4_S4_RKN3c106ScalarES8_RS2_");
        MemorySegment one = scalar(arena, 1);
        MethodHandle call = library.handle(
                symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        return x -> guarded(symbol, () -> {
                    var _ = (MemorySegment)
                            call.invokeExact(bias.handle(), x.handle(), weights.handle(), one, one, out.handle());
                })
                .run();
    }

    /// Convolutions of stride 1.
    ///
    /// @param pixels zeros on each side of the image
    public TorchConvolution convolution(Arena arena, int pixels) {
        return new TorchConvolution(library, arena, pixels);
    }

    /// Maximum pooling of windows side by side.
    ///
    /// @param window pixels on a side
    public TorchPooling pooling(Arena arena, int window) {
        return new TorchPooling(library, arena, window);
    }

    /// `x = max(x, 0)`, in place.
    public Consumer<TorchTensor> rectifier() {
        String symbol = symbol("relu_", "ERNS_6TensorE");
        MethodHandle call = library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS));
        return x -> guarded(symbol, () -> {
                    var _ = (MemorySegment) call.invokeExact(x.handle());
                })
                .run();
    }

    /// Fills the tensor by its default generator: `normal` with mean and standard deviation, `uniform` with limits.
    public Runnable random(Arena arena, String name, double first, double second, TorchTensor out) {
        String symbol = symbol(name + "_", "ERNS_6TensorEddSt8optionalINS_9GeneratorEE");
        MemorySegment noGenerator = arena.allocate(2 * ADDRESS.byteSize(), ADDRESS.byteAlignment());
        MethodHandle call =
                library.handle(symbol, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_DOUBLE, JAVA_DOUBLE, ADDRESS));
        return guarded(symbol, () -> {
            var _ = (MemorySegment) call.invokeExact(out.handle(), first, second, noGenerator);
        });
    }

    private static MemorySegment scalar(Arena arena, double value) {
        MemorySegment scalar = arena.allocate(SCALAR_BYTES, SCALAR_VALUE);
        scalar.set(JAVA_DOUBLE, SCALAR_VALUE, value);
        return scalar;
    }

    /// `at::_ops::name::call` with these parameters, as compilers for Linux write it.
    private static String symbol(String name, String parameters) {
        return "_ZN2at4_ops" + name.length() + name + "4call" + parameters;
    }

    @FunctionalInterface
    private interface Call {
        void invoke() throws Throwable;
    }

    private static Runnable guarded(String symbol, Call call) {
        return () -> {
            try {
                call.invoke();
            } catch (Throwable thrown) {
                throw NativeFunctions.failed(symbol, thrown);
            }
        };
    }

    private static long[] rowMajor(long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    private static void require(String function, int error) {
        if (error != 0) {
            throw new IllegalStateException("libtorch: " + function + " failed");
        }
    }
}
