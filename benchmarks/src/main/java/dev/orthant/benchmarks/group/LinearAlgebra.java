package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.peer.OpenBlas;
import dev.orthant.benchmarks.peer.OpenBlas.Operand;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Gram matrices in float64: product and Cholesky factor, each side making a new matrix.
public final class LinearAlgebra implements Group {
    private static final int SAMPLES = 200;

    /// A float64 operation rounds by at most this much of its result.
    private static final double UNIT = 0x1p-53;

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public String description() {
        return "matrices in float64: products, Cholesky factors";
    }

    @Override
    public double peakFraction() {
        return 0.5;
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (int size : new int[] {100, 500, 1000}) {
            cases.add(new Case(
                    "product",
                    Integer.toString(size),
                    2.0 * size * size * size,
                    3.0 * Double.BYTES * size * size,
                    16 * Math.sqrt(size) * UNIT, // as for float32
                    () -> product(size, peers)));
        }
        for (int size : new int[] {100, 500, 1000, 2000, 4000}) {
            cases.add(new Case(
                    "cholesky",
                    Integer.toString(size),
                    (double) size * size * size / 3,
                    2.0 * Double.BYTES * size * size,
                    100 * Math.sqrt(size) * UNIT, // condition about 5, errors walk randomly over n steps
                    () -> cholesky(size, peers)));
        }
        return cases;
    }

    private static Contest product(int size, Peers peers) {
        double[] a = uniform(1, size * size);
        double[] b = uniform(2, size * size);
        Matrix left = matrix(size, a);
        Matrix right = matrix(size, b);
        Matrix[] made = {left};
        List<Rival> rivals = new ArrayList<>();
        peers.openBlas().ifPresent(blas -> {
            double[] result = new double[size * size];
            Operand first = new Operand(MemorySegment.ofArray(a), size, false);
            Operand second = new Operand(MemorySegment.ofArray(b), size, false);
            MemorySegment target = MemorySegment.ofArray(result);
            rivals.add(new Rival(
                    "openblas",
                    () -> blas.multiplyDoubles(size, size, size, first, second, target),
                    () -> Numbers.difference(result, numbers(made[0]))));
        });
        return new Contest(
                () -> made[0] = left.multiply(right), () -> sampledError(size, a, b, made[0]), rivals, () -> {});
    }

    private static double sampledError(int size, double[] a, double[] b, Matrix product) {
        SplittableRandom random = new SplittableRandom(3);
        double[] sampled = new double[SAMPLES];
        double[] defined = new double[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            int i = random.nextInt(size);
            int j = random.nextInt(size);
            for (int k = 0; k < size; k++) {
                defined[s] = Math.fma(a[i * size + k], b[k * size + j], defined[s]);
            }
            sampled[s] = product.at(i, j);
        }
        return Numbers.difference(sampled, defined);
    }

    /// Of `G Gᵀ / n + I`: eigenvalues between 1 and about 7/3.
    private static Contest cholesky(int size, Peers peers) {
        Matrix root = matrix(size, uniform(1, size * size));
        Matrix matrix = root.multiplyTransposedRight(root).scaled(1.0 / size).plusDiagonal(1);
        double[] given = numbers(matrix);
        Matrix[] made = {matrix};
        List<Rival> rivals = new ArrayList<>();
        peers.openBlas().ifPresent(blas -> {
            double[] result = new double[size * size];
            rivals.add(new Rival(
                    "openblas",
                    () -> factor(blas, size, given, result),
                    () -> Numbers.difference(lowerTriangle(size, result), numbers(made[0]))));
        });
        return new Contest(
                () -> made[0] = Cholesky.of(matrix).lower(), () -> factorError(size, given, made[0]), rivals, () -> {});
    }

    private static void factor(OpenBlas blas, int size, double[] given, double[] result) {
        System.arraycopy(given, 0, result, 0, given.length); // LAPACK overwrites its matrix
        int failed = blas.cholesky(size, MemorySegment.ofArray(result));
        if (failed != 0) {
            throw new IllegalStateException("dpotrf_ stopped at minor " + failed);
        }
    }

    /// Of sampled elements of `L Lᵀ`.
    private static double factorError(int size, double[] given, Matrix lower) {
        SplittableRandom random = new SplittableRandom(3);
        double[] sampled = new double[SAMPLES];
        double[] defined = new double[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            int i = random.nextInt(size);
            int j = random.nextInt(i + 1);
            for (int k = 0; k <= j; k++) {
                sampled[s] += lower.at(i, k) * lower.at(j, k);
            }
            defined[s] = given[i * size + j];
        }
        return Numbers.difference(sampled, defined);
    }

    private static double[] lowerTriangle(int size, double[] square) {
        double[] lower = square.clone();
        for (int i = 0; i < size; i++) {
            Arrays.fill(lower, i * size + i + 1, (i + 1) * size, 0);
        }
        return lower;
    }

    private static double[] uniform(long seed, int length) {
        return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    }

    private static Matrix matrix(int size, double[] numbers) {
        return Matrix.fill(size, size, (i, j) -> numbers[i * size + j]);
    }

    private static double[] numbers(Matrix matrix) {
        double[] numbers = new double[matrix.rows() * matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            System.arraycopy(matrix.row(i), 0, numbers, i * matrix.columns(), matrix.columns());
        }
        return numbers;
    }
}
