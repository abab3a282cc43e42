package dev.orthant.benchmarks.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// OpenBLAS, on the very arrays that our kernels use: a critical call passes the address of a Java array.
///
/// `CBLAS` conventions: row-major, a transposed matrix is given as it lies, `ld…` is the distance between rows.
public final class OpenBlas {
    /// Environment variable: the library's file, where it is in none of the usual folders.
    public static final String PLACE = "ORTHANT_OPENBLAS";

    private static final String HOW_TO_GET =
            "install it (Debian: apt install libopenblas0) or name the file in " + PLACE;

    private static final List<String> USUAL_PLACES = List.of(
            "/usr/lib/x86_64-linux-gnu/libopenblas.so.0",
            "/usr/lib/aarch64-linux-gnu/libopenblas.so.0",
            "/usr/lib64/libopenblas.so.0",
            "/usr/lib/libopenblas.so.0",
            "/usr/local/lib/libopenblas.so.0",
            "/opt/homebrew/opt/openblas/lib/libopenblas.dylib");

    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_LIES = 111;
    private static final int TRANSPOSED = 112;

    /// How long its threads spin for more work, as a power of two of clock cycles: the least it accepts. By default they
    /// spin for milliseconds and take a processor from whoever runs next.
    private static final String SPINNING = "4";

    private final MethodHandle sgemm;
    private final MethodHandle sgemv;
    private final MethodHandle dgemm;
    private final MethodHandle dpotrf;
    private final MethodHandle dsyev;
    private final MethodHandle setThreads;

    private OpenBlas(NativeFunctions library) {
        Linker.Option onHeap = Linker.Option.critical(true);
        ValueLayout i = JAVA_INT;
        ValueLayout p = ADDRESS;
        ValueLayout f = JAVA_FLOAT;
        ValueLayout d = JAVA_DOUBLE;
        sgemm = library.handle(
                "cblas_sgemm", FunctionDescriptor.ofVoid(i, i, i, i, i, i, f, p, i, p, i, f, p, i), onHeap);
        sgemv = library.handle("cblas_sgemv", FunctionDescriptor.ofVoid(i, i, i, i, f, p, i, p, i, f, p, i), onHeap);
        dgemm = library.handle(
                "cblas_dgemm", FunctionDescriptor.ofVoid(i, i, i, i, i, i, d, p, i, p, i, d, p, i), onHeap);
        dpotrf = library.handle("dpotrf_", FunctionDescriptor.ofVoid(p, p, p, p, p), onHeap);
        dsyev = library.handle("dsyev_", FunctionDescriptor.ofVoid(p, p, p, p, p, p, p, p, p), onHeap);
        setThreads = library.handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(i));
    }

    /// Loads it from the usual places.
    ///
    /// @param environment of this process
    /// @throws PeerMissingException if it is in none of them
    public static OpenBlas load(Map<String, String> environment) {
        List<String> places = new ArrayList<>();
        if (environment.containsKey(PLACE)) {
            places.add(environment.getOrDefault(PLACE, ""));
        } else {
            places.addAll(USUAL_PLACES);
        }
        Path file = places.stream()
                .map(Path::of)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new PeerMissingException("openblas: not present; " + HOW_TO_GET));
        ProcessEnvironment.setIfAbsent("OPENBLAS_THREAD_TIMEOUT", SPINNING); // it is read when the library is loaded
        return new OpenBlas(
                new NativeFunctions("openblas (" + file + ")", SymbolLookup.libraryLookup(file, Arena.global())));
    }

    /// How many threads it uses from now on.
    public void threads(int count) {
        try {
            setThreads.invokeExact(count);
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("openblas_set_num_threads", thrown);
        }
    }

    /// A matrix as CBLAS sees it: an array's segment, the distance between its rows, and whether it is to be transposed.
    public record Operand(MemorySegment numbers, int stride, boolean transposed) {
        private int order() {
            return transposed ? TRANSPOSED : AS_IT_LIES;
        }
    }

    /// C = A B in float32, A [m, k] and B [k, n] after transposition.
    public void multiply(int m, int n, int k, Operand a, Operand b, MemorySegment c) {
        try {
            sgemm.invokeExact(
                    ROW_MAJOR, a.order(), b.order(), m, n, k, 1f, a.numbers, a.stride, b.numbers, b.stride, 0f, c, n);
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("cblas_sgemm", thrown);
        }
    }

    /// y = A x in float32.
    ///
    /// @param rows    of A as it lies
    /// @param columns of A as it lies
    public void multiplyVector(int rows, int columns, Operand a, MemorySegment x, MemorySegment y) {
        try {
            sgemv.invokeExact(ROW_MAJOR, a.order(), rows, columns, 1f, a.numbers, a.stride, x, 1, 0f, y, 1);
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("cblas_sgemv", thrown);
        }
    }

    /// C = A B in float64.
    public void multiplyDoubles(int m, int n, int k, Operand a, Operand b, MemorySegment c) {
        try {
            dgemm.invokeExact(
                    ROW_MAJOR, a.order(), b.order(), m, n, k, 1.0, a.numbers, a.stride, b.numbers, b.stride, 0.0, c, n);
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("cblas_dgemm", thrown);
        }
    }

    /// Overwrites the lower triangle of the row-major matrix with its Cholesky factor: LAPACK, which is column-major, is
    /// asked for the upper one.
    ///
    /// @return 0, or the order of the minor that is not positive definite
    public int cholesky(int size, MemorySegment matrix) {
        int[] info = new int[1];
        try {
            dpotrf.invokeExact(
                    MemorySegment.ofArray(new byte[] {'U'}),
                    integer(size),
                    matrix,
                    integer(size),
                    MemorySegment.ofArray(info));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("dpotrf_", thrown);
        }
        return info[0];
    }

    /// Eigenvalues, rising, and the eigenvectors in place of the symmetric matrix, one a row.
    ///
    /// @param values as many as rows
    /// @param work   scratch of at least three numbers a row; 35 a row let it work in blocks
    /// @return 0, or how many values did not converge
    public int symmetricEigen(int size, MemorySegment matrix, MemorySegment values, double[] work) {
        int[] info = new int[1];
        try {
            dsyev.invokeExact(
                    MemorySegment.ofArray(new byte[] {'V'}),
                    MemorySegment.ofArray(new byte[] {'U'}),
                    integer(size),
                    matrix,
                    integer(size),
                    values,
                    MemorySegment.ofArray(work),
                    integer(work.length),
                    MemorySegment.ofArray(info));
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("dsyev_", thrown);
        }
        return info[0];
    }

    /// Fortran takes numbers by address.
    private static MemorySegment integer(int value) {
        return MemorySegment.ofArray(new int[] {value});
    }
}
