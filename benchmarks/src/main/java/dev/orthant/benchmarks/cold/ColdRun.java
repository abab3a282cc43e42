package dev.orthant.benchmarks.cold;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The program of a fresh JVM: calls one kernel again and again from its first moment on, and prints [ColdTimes] as one
/// line of numbers.
public final class ColdRun {
    private static final long NANOS = 5_000_000_000L;

    private static final int MOST_CALLS = 1_000_000;

    private ColdRun() {}

    /// @param arguments name of a [ColdWork]
    public static void main(String[] arguments) {
        Runnable work = work(ColdWork.valueOf(arguments[0]));
        long[] begun = new long[MOST_CALLS];
        long[] taken = new long[MOST_CALLS];
        int calls = 0;
        long start = System.nanoTime();
        long now = start;
        while (now - start < NANOS && calls < MOST_CALLS) {
            work.run();
            long end = System.nanoTime();
            begun[calls] = now - start;
            taken[calls] = end - now;
            calls++;
            now = end;
        }
        System.out.println(ColdTimes.of(Arrays.copyOf(begun, calls), Arrays.copyOf(taken, calls))
                .line());
    }

    private static Runnable work(ColdWork work) {
        return switch (work) {
            case GEMM -> {
                MatrixView inputs = matrix(128, 784);
                MatrixView weights = matrix(1024, 784);
                MatrixView outputs = matrix(128, 1024);
                yield () -> ActiveKernels.get().multiplyTransposedRight(inputs, weights, outputs);
            }
            case EXP -> {
                Span from = new Span(numbers(1_000_000), 0, 1_000_000);
                Span to = new Span(new float[1_000_000], 0, 1_000_000);
                yield () -> ActiveKernels.get().functions().exp(from, to);
            }
        };
    }

    private static MatrixView matrix(int rows, int columns) {
        return new MatrixView(numbers(rows * columns), 0, rows, columns, columns);
    }

    private static float[] numbers(int count) {
        SplittableRandom random = new SplittableRandom(1);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
