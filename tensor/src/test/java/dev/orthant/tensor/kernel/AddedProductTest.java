package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.MatrixView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// C + A B in windows of arrays: rows further apart than they are long, and a start behind 0.
class AddedProductTest {
    private static final int[] ROWS = {0, 1, 4, 5, 6, 10, 13};
    private static final int[] COLUMNS = {0, 1, 15, 16, 17, 33, 70};
    private static final int[] DEPTHS = {0, 1, 4, 5, 6, 16, 23};

    private static MatrixView filled(int seed, int rows, int columns) {
        return new MatrixView(Providers.numbers(seed, 5 + rows * (columns + 2)), 5, rows, columns, columns + 2);
    }

    private static double at(MatrixView view, int row, int column) {
        return view.array()[view.from() + row * view.stride() + column];
    }

    /// |computed − exact| ≤ γ (|cᵢⱼ| + Σ|aᵢₗ bₗⱼ|) with γ = (k + 1) u / (1 − (k + 1) u), u = 2⁻²⁴, for any order of the sum
    /// (Higham 2002, section 3.1), fused or not.
    @Test
    void everyShapeAgreesWithTheSumInDoublePrecisionAndTouchesNothingElse() {
        for (Kernels kernels : Providers.all()) {
            for (int m : ROWS) {
                for (int n : COLUMNS) {
                    for (int k : DEPTHS) {
                        check(kernels, m, n, k);
                    }
                }
            }
        }
    }

    private static void check(Kernels kernels, int m, int n, int k) {
        String message = kernels.name() + " " + m + " x " + k + " times " + k + " x " + n;
        MatrixView a = filled(1, m, k);
        MatrixView b = filled(2, k, n);
        MatrixView before = filled(3, m, n);
        MatrixView c = filled(3, m, n);
        kernels.addProduct(a, b, c);
        double gamma = (k + 1) * 0x1p-24 / (1 - (k + 1) * 0x1p-24);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = at(before, i, j);
                double size = Math.abs(sum);
                for (int l = 0; l < k; l++) {
                    sum += at(a, i, l) * at(b, l, j);
                    size += Math.abs(at(a, i, l) * at(b, l, j));
                }
                double error = Math.abs(at(c, i, j) - sum);
                assertTrue(error <= gamma * size, message + ": off by " + error + ", bound " + gamma * size);
                c.array()[c.from() + i * c.stride() + j] = before.array()[c.from() + i * c.stride() + j];
            }
        }
        assertArrayEquals(before.array(), c.array(), message);
    }

    /// Which of the two serves depends on when C2 is done: that must not show.
    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void plainLoopsGiveTheBitsOfTheVectorLoops() {
        for (int m : ROWS) {
            for (int n : COLUMNS) {
                for (int k : DEPTHS) {
                    MatrixView plain = filled(3, m, n);
                    AddedProduct.compute(filled(1, m, k), filled(2, k, n), plain, false);
                    MatrixView vector = filled(3, m, n);
                    AddedProduct.compute(filled(1, m, k), filled(2, k, n), vector, true);
                    assertArrayEquals(vector.array(), plain.array(), m + " x " + k + " times " + k + " x " + n);
                }
            }
        }
    }

    /// The order of the additions is that of the depth, in whatever parts the depth comes.
    @Test
    void partsOfTheDepthOneAfterTheOtherGiveTheSameBits() {
        for (Kernels kernels : Providers.all()) {
            MatrixView a = filled(1, 7, 23);
            MatrixView b = filled(2, 23, 37);
            MatrixView whole = filled(3, 7, 37);
            kernels.addProduct(a, b, whole);
            MatrixView inParts = filled(3, 7, 37);
            int from = 0;
            for (int to : new int[] {6, 7, 16, 23}) {
                MatrixView columns = new MatrixView(a.array(), a.from() + from, a.rows(), to - from, a.stride());
                kernels.addProduct(columns, b.rowRange(from, to), inParts);
                from = to;
            }
            assertEquals(23, from);
            assertArrayEquals(whole.array(), inParts.array(), kernels.name());
        }
    }
}
