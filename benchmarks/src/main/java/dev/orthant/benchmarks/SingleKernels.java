package dev.orthant.benchmarks;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Span;
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

/// One kernel of each kind, the definition and the vector kernel, on one thread and a million numbers, or a convolution of 64
/// images of 16 x 16 pixels with 32 channels. Products are in [MatrixProduct].
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Ddev.orthant.threads=1"})
public class SingleKernels {
    private static final int SIDE = 1000;

    private static final ConvolutionShape IMAGES =
            new ConvolutionShape(64, 16, 16, 32, 32, 3, 3, 1, 1, 1, new Padding.Zero(1, 1));

    /// `scalar` or `vector`.
    @Param({"scalar", "vector"})
    public String kernels = "";

    private Kernels measured = new ScalarKernels();
    private Span a = numbers(0, 0);
    private Span b = numbers(0, 0);
    private Span weights = numbers(0, 0);
    private Span out = numbers(0, 0);

    /// Numbers in [-1, 1).
    @Setup(Level.Trial)
    public void fill() {
        measured = kernels.equals("vector") ? new VectorKernels() : new ScalarKernels();
        a = numbers(1, SIDE * SIDE);
        b = numbers(2, SIDE * SIDE);
        weights = numbers(3, IMAGES.weights().size());
        out = numbers(4, SIDE * SIDE);
    }

    /// a + b
    @Benchmark
    public Span add() {
        measured.add(a, b, out);
        return out;
    }

    /// Σ a
    @Benchmark
    public double sum() {
        return measured.sum(a);
    }

    /// eᵃ
    @Benchmark
    public Span exponential() {
        measured.functions().exp(a, out);
        return out;
    }

    /// GELU, the longest of the formulas.
    @Benchmark
    public Span gelu() {
        measured.functions().gelu(a, out);
        return out;
    }

    /// Softmax of a thousand rows.
    @Benchmark
    public Span softmax() {
        measured.rows().softmax(square(a), square(out));
        return out;
    }

    /// A thousand rows become columns.
    @Benchmark
    public Span transpose() {
        measured.movement().transpose(square(a), square(out));
        return out;
    }

    /// Standard normal numbers.
    @Benchmark
    public Span gaussian() {
        measured.gaussian(1, 0, out);
        return out;
    }

    /// 3 x 3, padded to the same size.
    @Benchmark
    public Span convolution() {
        measured.convolution().forward(IMAGES, images(a), weights, images(out));
        return out;
    }

    /// The same by the algorithm for those who ask; the definition takes the scalar side.
    @Benchmark
    public Span winograd() {
        measured.convolution().winogradForward(IMAGES, images(a), weights, images(out));
        return out;
    }

    /// The derivative with respect to the images.
    @Benchmark
    public Span inputGradient() {
        measured.convolution().inputGradient(IMAGES, images(a), weights, images(out));
        return out;
    }

    /// The derivative with respect to the weights.
    @Benchmark
    public Span weightGradient() {
        measured.convolution().weightGradient(IMAGES, images(a), images(b), weights);
        return weights;
    }

    private static MatrixView square(Span numbers) {
        return new MatrixView(numbers.array(), 0, SIDE, SIDE, SIDE);
    }

    /// Input and output have as many numbers, fewer than a million.
    private static Span images(Span numbers) {
        return numbers.part(0, IMAGES.input().size());
    }

    private static Span numbers(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return new Span(numbers, 0, count);
    }
}
