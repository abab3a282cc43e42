package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// From three loops to the library's matrix product in five steps, one idea each: the programs of `docs/kernels.md`.
///
/// C = A B for square matrices whose size is a multiple of every tile, so that no step needs a special case for edges.
public final class ProductSteps implements Group {
    private static final int SIZE = 768;
    private static final VectorSpecies<Float> VECTOR = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = VECTOR.length();

    /// Rows of a tile of C in registers.
    private static final int ROWS = 4;

    /// Steps of depth that step 4 takes at a time: a panel of B of this depth stays in the first-level cache.
    private static final int DEPTH = 128;

    @FunctionalInterface
    private interface Product {
        void compute(float[] a, float[] b, float[] c);
    }

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public String description() {
        return "from three loops to the library's matrix product, as docs/kernels.md tells it";
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        cases.add(step("1 three loops", ProductSteps::threeLoops));
        cases.add(step("2 rows of B", ProductSteps::rowsOfB));
        cases.add(step("3 tile in registers", ProductSteps::tileInRegisters));
        cases.add(step("4 packed panel", ProductSteps::packedPanel));
        cases.add(step("5 the library", ProductSteps::library));
        return cases;
    }

    private static Case step(String name, Product product) {
        double flops = 2.0 * SIZE * SIZE * SIZE;
        double bytes = 3.0 * Float.BYTES * SIZE * SIZE;
        return new Case("step", name, flops, bytes, SIZE * Numbers.UNIT, () -> {
            float[] a = Numbers.uniform(1, SIZE * SIZE);
            float[] b = Numbers.uniform(2, SIZE * SIZE);
            float[] c = new float[SIZE * SIZE];
            return new Contest(() -> product.compute(a, b, c), () -> error(a, b, c), List.of(), () -> {});
        });
    }

    /// Step 1, the definition: each element is a dot product. It reads a column of B, one number from each cache line.
    private static void threeLoops(float[] a, float[] b, float[] c) {
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                float sum = 0;
                for (int l = 0; l < SIZE; l++) {
                    sum += a[i * SIZE + l] * b[l * SIZE + j];
                }
                c[i * SIZE + j] = sum;
            }
        }
    }

    /// Step 2, the two inner loops exchanged: a row of C grows by multiples of rows of B. All accesses are neighbours, the
    /// additions of a row do not wait for each other, and the JVM makes vectors of the loop by itself.
    private static void rowsOfB(float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0);
        for (int i = 0; i < SIZE; i++) {
            for (int l = 0; l < SIZE; l++) {
                addScaledRow(a[i * SIZE + l], b, l * SIZE, c, i * SIZE);
            }
        }
    }

    private static void addScaledRow(float factor, float[] b, int bFrom, float[] c, int cFrom) {
        for (int j = 0; j < SIZE; j++) {
            c[cFrom + j] += factor * b[bFrom + j];
        }
    }

    /// Step 3, a tile of C in registers: four rows, two vectors wide. Each loaded vector of B serves four times, each
    /// number of A twice, and C is written once instead of once per step.
    private static void tileInRegisters(float[] a, float[] b, float[] c) {
        for (int i = 0; i < SIZE; i += ROWS) {
            for (int j = 0; j < SIZE; j += 2 * LANES) {
                tile(a, i * SIZE, b, j, SIZE, SIZE, c, i * SIZE + j);
            }
        }
    }

    /// Step 4, B packed: the numbers that a tile reads lie one after the other, in a panel that stays in the first-level
    /// cache while all rows of A go by. Without it every step of depth touched another page of memory.
    private static void packedPanel(float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0);
        float[] panel = new float[DEPTH * 2 * LANES];
        for (int j = 0; j < SIZE; j += 2 * LANES) {
            for (int step = 0; step < SIZE; step += DEPTH) {
                for (int l = 0; l < DEPTH; l++) {
                    System.arraycopy(b, (step + l) * SIZE + j, panel, l * 2 * LANES, 2 * LANES);
                }
                for (int i = 0; i < SIZE; i += ROWS) {
                    tile(a, i * SIZE + step, panel, 0, 2 * LANES, DEPTH, c, i * SIZE + j);
                }
            }
        }
    }

    /// Adds to a tile of C if it is not the first block of depth; C is zero before.
    private static void tile(float[] a, int aFrom, float[] b, int bFrom, int bStride, int depth, float[] c, int cFrom) {
        FloatVector left0 = FloatVector.zero(VECTOR);
        FloatVector right0 = FloatVector.zero(VECTOR);
        FloatVector left1 = FloatVector.zero(VECTOR);
        FloatVector right1 = FloatVector.zero(VECTOR);
        FloatVector left2 = FloatVector.zero(VECTOR);
        FloatVector right2 = FloatVector.zero(VECTOR);
        FloatVector left3 = FloatVector.zero(VECTOR);
        FloatVector right3 = FloatVector.zero(VECTOR);
        for (int l = 0; l < depth; l++) {
            FloatVector left = FloatVector.fromArray(VECTOR, b, bFrom + l * bStride);
            FloatVector right = FloatVector.fromArray(VECTOR, b, bFrom + l * bStride + LANES);
            FloatVector factor0 = FloatVector.broadcast(VECTOR, a[aFrom + l]);
            left0 = factor0.fma(left, left0);
            right0 = factor0.fma(right, right0);
            FloatVector factor1 = FloatVector.broadcast(VECTOR, a[aFrom + SIZE + l]);
            left1 = factor1.fma(left, left1);
            right1 = factor1.fma(right, right1);
            FloatVector factor2 = FloatVector.broadcast(VECTOR, a[aFrom + 2 * SIZE + l]);
            left2 = factor2.fma(left, left2);
            right2 = factor2.fma(right, right2);
            FloatVector factor3 = FloatVector.broadcast(VECTOR, a[aFrom + 3 * SIZE + l]);
            left3 = factor3.fma(left, left3);
            right3 = factor3.fma(right, right3);
        }
        boolean first = bStride == SIZE;
        store(left0, right0, c, cFrom, first);
        store(left1, right1, c, cFrom + SIZE, first);
        store(left2, right2, c, cFrom + 2 * SIZE, first);
        store(left3, right3, c, cFrom + 3 * SIZE, first);
    }

    private static void store(FloatVector left, FloatVector right, float[] c, int from, boolean overwrite) {
        if (overwrite) {
            left.intoArray(c, from);
            right.intoArray(c, from + LANES);
        } else {
            left.add(FloatVector.fromArray(VECTOR, c, from)).intoArray(c, from);
            right.add(FloatVector.fromArray(VECTOR, c, from + LANES)).intoArray(c, from + LANES);
        }
    }

    /// Step 5, the library: taller tiles, two steps of depth a turn, A packed too, blocks for the second-level cache,
    /// edges, threads (`BlockedProduct` in `tensor`).
    private static void library(float[] a, float[] b, float[] c) {
        ActiveKernels.get().multiply(square(a), square(b), square(c));
    }

    private static MatrixView square(float[] numbers) {
        return new MatrixView(numbers, 0, SIZE, SIZE, SIZE);
    }

    /// Against sums in float64, at a sample of elements.
    private static double error(float[] a, float[] b, float[] c) {
        int stride = 4099; // prime: visits all rows and columns
        int samples = SIZE * SIZE / stride;
        double[] sampled = new double[samples];
        double[] defined = new double[samples];
        for (int s = 0; s < samples; s++) {
            int i = s * stride / SIZE;
            int j = s * stride % SIZE;
            for (int l = 0; l < SIZE; l++) {
                defined[s] += (double) a[i * SIZE + l] * b[l * SIZE + j];
            }
            sampled[s] = c[i * SIZE + j];
        }
        return Numbers.difference(sampled, defined);
    }
}
