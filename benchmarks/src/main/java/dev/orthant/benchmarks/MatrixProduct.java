package dev.orthant.benchmarks;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.kernel.ScalarKernels;
import dev.orthant.tensor.kernel.VectorKernels;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// C = A B for square matrices, on one thread. A product of size n is 2 n³ floating-point operations.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Ddev.orthant.threads=1"})
public class MatrixProduct {
    /// Rows and columns of each matrix.
    @Param({"64", "256", "1024"})
    public int size;

    private final Kernels scalarKernels = new ScalarKernels();
    private final Kernels vectorKernels = new VectorKernels();

    private MatrixView a = empty(0);
    private MatrixView b = empty(0);
    private MatrixView c = empty(0);

    /// Numbers in [-1, 1): products stay far from overflow and from subnormal numbers.
    @Setup(Level.Trial)
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        a = empty(size);
        b = empty(size);
        c = empty(size);
        for (int i = 0; i < size * size; i++) {
            a.array()[i] = (float) random.nextDouble(-1, 1);
            b.array()[i] = (float) random.nextDouble(-1, 1);
        }
    }

    /// Three loops in the order of the definition, the middle one over columns of B.
    @Benchmark
    public float[] naive() {
        float[] left = a.array();
        float[] right = b.array();
        float[] product = c.array();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                float sum = 0;
                for (int l = 0; l < size; l++) {
                    sum += left[i * size + l] * right[l * size + j];
                }
                product[i * size + j] = sum;
            }
        }
        return product;
    }

    /// The definition of the results.
    @Benchmark
    public float[] scalar() {
        scalarKernels.multiply(a, b, c);
        return c.array();
    }

    /// What serves where the Vector API is present.
    @Benchmark
    public float[] vector() {
        vectorKernels.multiply(a, b, c);
        return c.array();
    }

    private static MatrixView empty(int size) {
        return new MatrixView(new float[size * size], 0, size, size, size);
    }
}
