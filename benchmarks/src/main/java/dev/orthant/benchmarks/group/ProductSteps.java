package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// From three loops to the library's matrix product in five steps, one idea each: the programs of `docs/kernels.md`.
///
/// C = A B for square matrices whose size is a multiple of every tile, so that no step needs a special case for edges.
public final class ProductSteps implements Group {
    static final int SIZE = 768;
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
        if (ActiveKernels.get().lanes() > 1) { // the JVM has vectors
            cases.add(step("3 tile in registers", ProductSteps::tileInRegisters));
            cases.add(step("4 packed panel", ProductSteps::packedPanel));
        }
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

    /// Step 2, the two inner loops exchanged: a row of C grows by multiples of rows of B. All accesses are neighbours, and
    /// the additions of a row do not wait for each other. The JVM makes no vectors of the loop: the two rows might overlap.
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
            for (int j = 0; j < SIZE; j += 2 * ProductTile.LANES) {
                ProductTile.add(a, i * SIZE, b, j, SIZE, SIZE, c, i * SIZE + j);
            }
        }
    }

    /// Step 4, B packed: the numbers that a tile reads lie one after the other, in a panel that stays in the first-level
    /// cache while all rows of A go by. Without it every step of depth touched another page of memory.
    private static void packedPanel(float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0);
        float[] panel = new float[DEPTH * 2 * ProductTile.LANES];
        for (int j = 0; j < SIZE; j += 2 * ProductTile.LANES) {
            for (int step = 0; step < SIZE; step += DEPTH) {
                for (int l = 0; l < DEPTH; l++) {
                    System.arraycopy(b, (step + l) * SIZE + j, panel, l * 2 * ProductTile.LANES, 2 * ProductTile.LANES);
                }
                for (int i = 0; i < SIZE; i += ROWS) {
                    ProductTile.add(a, i * SIZE + step, panel, 0, 2 * ProductTile.LANES, DEPTH, c, i * SIZE + j);
                }
            }
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
