package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MatrixProductTest {
    private static final float UNTOUCHED = 12345;

    /// The three products, with A and B stored as each needs them.
    private enum Form {
        PLAIN,
        TRANSPOSED_RIGHT,
        TRANSPOSED_LEFT
    }

    /// Every form in a small window of an array: rows further apart than they are long, and a start behind 0.
    private record Case(Form form, int m, int n, int k) {
        MatrixView a() {
            return form == Form.TRANSPOSED_LEFT ? filled(1, k, m) : filled(1, m, k);
        }

        MatrixView b() {
            return form == Form.TRANSPOSED_RIGHT ? filled(2, n, k) : filled(2, k, n);
        }

        MatrixView c() {
            float[] array = new float[11 + m * (n + 3)];
            Arrays.fill(array, UNTOUCHED);
            return new MatrixView(array, 7, m, n, n + 3);
        }

        void run(Kernels kernels, MatrixView a, MatrixView b, MatrixView c) {
            switch (form) {
                case PLAIN -> kernels.multiply(a, b, c);
                case TRANSPOSED_RIGHT -> kernels.multiplyTransposedRight(a, b, c);
                case TRANSPOSED_LEFT -> kernels.multiplyTransposedLeft(a, b, c);
            }
        }

        double a(MatrixView a, int i, int l) {
            return form == Form.TRANSPOSED_LEFT ? at(a, l, i) : at(a, i, l);
        }

        double b(MatrixView b, int l, int j) {
            return form == Form.TRANSPOSED_RIGHT ? at(b, j, l) : at(b, l, j);
        }

        private static MatrixView filled(int seed, int rows, int columns) {
            return new MatrixView(Providers.numbers(seed, 5 + rows * (columns + 2)), 5, rows, columns, columns + 2);
        }
    }

    @Test
    void smallShapesAgreeWithTheSumInDoublePrecision() {
        int[] sizes = {1, 2, 5, 6, 7, 8, 9, 15, 16, 17, 25, 31, 33, 64, 70};
        for (Form form : Form.values()) {
            for (int m : sizes) {
                for (int n : sizes) {
                    for (int k : new int[] {1, 3, 8, 17, 33, 70}) {
                        check(new Case(form, m, n, k));
                    }
                }
            }
        }
    }

    @Test
    void shapesBeyondOneBlockAgreeWithTheSumInDoublePrecision() {
        for (Form form : Form.values()) {
            check(new Case(form, 37, 1051, 300));
            check(new Case(form, 1045, 41, 530));
            check(new Case(form, 5, 300, 257));
            check(new Case(form, 300, 257, 5));
            check(new Case(form, 65, 3, 1000));
        }
    }

    @Test
    void noDepthGivesZeros() {
        for (Form form : Form.values()) {
            check(new Case(form, 3, 40, 0));
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        for (Kernels kernels : Providers.all()) {
            for (Form form : Form.values()) {
                for (Case shape : new Case[] {
                    new Case(form, 150, 290, 300),
                    new Case(form, 5, 700, 400),
                    new Case(form, 700, 300, 5),
                    new Case(form, 1, 900, 700),
                    new Case(form, 900, 30, 300)
                }) {
                    float[] one = Parallel.withThreads(1, () -> product(kernels, shape));
                    for (int threads : new int[] {2, 3, 8}) {
                        float[] together = Parallel.withThreads(threads, () -> product(kernels, shape));
                        assertArrayEquals(one, together, shape + " on " + threads + " threads");
                    }
                }
            }
        }
    }

    /// Where the definition gives a NaN or an infinity the kernels give it too, and elsewhere a finite number: what stands
    /// behind the last row, column or step of a packed panel reaches nothing.
    @Test
    void notANumberAndInfinitiesGoWhereTheDefinitionTakesThem() {
        for (Form form : Form.values()) {
            for (int[] size :
                    new int[][] {{1, 70, 90}, {5, 300, 257}, {6, 33, 40}, {25, 33, 129}, {70, 31, 1}, {65, 3, 200}}) {
                for (float poison : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                    Case shape = new Case(form, size[0], size[1], size[2]);
                    MatrixView a = shape.a();
                    MatrixView b = shape.b();
                    a.array()[a.from() + a.rows() / 2 * a.stride() + a.columns() - 1] = poison;
                    b.array()[b.from() + (b.rows() - 1) * b.stride() + b.columns() / 2] = poison;
                    MatrixView expected = shape.c();
                    shape.run(new ScalarKernels(), a, b, expected);
                    for (Kernels kernels : Providers.all()) {
                        MatrixView c = shape.c();
                        shape.run(kernels, a, b, c);
                        for (int i = 0; i < c.array().length; i++) {
                            String where = kernels.name() + " " + shape + " with " + poison + " at " + i;
                            if (Float.isFinite(expected.array()[i])) {
                                assertTrue(Float.isFinite(c.array()[i]), where);
                            } else {
                                assertEquals(expected.array()[i], c.array()[i], where);
                            }
                        }
                    }
                }
            }
        }
    }

    private static float[] product(Kernels kernels, Case shape) {
        MatrixView c = shape.c();
        shape.run(kernels, shape.a(), shape.b(), c);
        return c.array();
    }

    /// |computed − exact| ≤ γ Σ|aᵢₗ bₗⱼ| with γ = (k + 1) u / (1 − (k + 1) u), u = 2⁻²⁴, for any order of the sum
    /// (Higham 2002, section 3.1); the bound is exceeded by no rounding, fused or not.
    private static void check(Case shape) {
        MatrixView a = shape.a();
        MatrixView b = shape.b();
        double nu = (shape.k() + 1) * 0x1p-24;
        double gamma = nu / (1 - nu);
        MatrixView exact = shape.c();
        double[] bound = new double[shape.m() * shape.n()];
        double[] sums = new double[shape.m() * shape.n()];
        for (int i = 0; i < shape.m(); i++) {
            for (int j = 0; j < shape.n(); j++) {
                for (int l = 0; l < shape.k(); l++) {
                    double term = shape.a(a, i, l) * shape.b(b, l, j);
                    sums[i * shape.n() + j] += term;
                    bound[i * shape.n() + j] += Math.abs(term) * gamma;
                }
            }
        }
        for (Kernels kernels : Providers.all()) {
            MatrixView c = shape.c();
            shape.run(kernels, a, b, c);
            for (int i = 0; i < shape.m(); i++) {
                for (int j = 0; j < shape.n(); j++) {
                    int at = i * shape.n() + j;
                    double error = Math.abs(at(c, i, j) - sums[at]);
                    assertTrue(
                            error <= bound[at],
                            () -> kernels.name() + " " + shape + ": off by " + error + ", bound " + bound[at]);
                }
            }
            assertOutsideUntouched(c, exact, kernels.name() + " " + shape);
        }
    }

    private static void assertOutsideUntouched(MatrixView c, MatrixView untouched, String message) {
        float[] masked = c.array().clone();
        for (int i = 0; i < c.rows(); i++) {
            int from = c.from() + i * c.stride();
            Arrays.fill(masked, from, from + c.columns(), UNTOUCHED);
        }
        assertEquals(-1, Arrays.mismatch(masked, untouched.array()), message);
    }

    private static double at(MatrixView view, int row, int column) {
        return view.array()[view.from() + row * view.stride() + column];
    }
}
