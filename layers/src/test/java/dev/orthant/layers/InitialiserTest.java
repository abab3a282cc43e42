package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import org.junit.jupiter.api.Test;

class InitialiserTest {
    private static final long SEED = 23;

    private static Tensor draw(Initialiser initialiser, Role role, int... axes) {
        Shape shape = Shape.of(axes);
        int fanIn = Math.max(1, shape.size() / shape.axis(0));
        return initialiser.draw(new WeightSpec("weight", role, shape, fanIn, 1), Streams.ofSeed(SEED));
    }

    @Test
    void heAndGlorotHaveTheirVariances() {
        int count = 64 * 32 * 9;
        Tensor he = draw(new Initialiser.He(), Role.MATRIX, 64, 32, 3, 3);
        // A sample variance of Gaussians has standard error σ²√(2/n), of uniforms σ²√(0.8/n); five of them.
        double variance = 2.0 / (32 * 9);
        assertEquals(variance, meanSquare(he), 5 * variance * Math.sqrt(2.0 / count), "seed " + SEED);

        Tensor glorot = draw(new Initialiser.Glorot(), Role.MATRIX, 64, 32, 3, 3);
        double bound = Math.sqrt(6.0 / (32 * 9 + 64 * 9));
        double uniform = bound * bound / 3;
        assertEquals(uniform, meanSquare(glorot), 5 * uniform * Math.sqrt(0.8 / count), "seed " + SEED);
        for (float number : glorot.toArray()) {
            assertTrue(Math.abs(number) <= bound * (1 + 1e-6), "seed " + SEED);
        }
    }

    @Test
    void biasesBeginAtZero() {
        for (Initialiser each : new Initialiser[] {
            new Initialiser.He(),
            new Initialiser.Glorot(),
            new Initialiser.Orthogonal(1),
            new Initialiser.DeltaOrthogonal(1)
        }) {
            assertArrayEquals(new float[5], draw(each, Role.BIAS, 5).toArray());
        }
    }

    @Test
    void orthogonalWeightsHaveOrthogonalRowsOrColumns() {
        for (int[] axes : new int[][] {{7, 20}, {20, 7}, {6, 2, 3, 3}, {5, 5}}) {
            Tensor weights = draw(new Initialiser.Orthogonal(1.5), Role.MATRIX, axes);
            int rows = axes[0];
            Matrix matrix = Matrix.of(weights.reshape(Shape.of(rows, weights.size() / rows)));
            Matrix gram = rows <= matrix.columns()
                    ? matrix.multiplyTransposedRight(matrix)
                    : matrix.transpose().multiply(matrix);
            // entries rounded to float32: at most 20 products of size 1.5² u
            assertClose(Matrix.identity(gram.rows()).scaled(1.5 * 1.5), gram, 1e-5);
        }
    }

    @Test
    void deltaOrthogonalConvolutionsKeepTheNormOfAnImage() {
        Layer layer = Conv2d.of(8, 3, Padding.circular(1));
        Network network =
                Network.create(layer, Shape.of(5, 5, 4), new Initialiser.DeltaOrthogonal(1), Streams.ofSeed(SEED));
        Tensor images = Streams.ofSeed(SEED).named("images").gaussian(Shape.of(2, 5, 5, 4));
        // sums of four products, rounded to float32
        assertEquals(25 * 4 * meanSquare(images), 25 * 8 * meanSquare(network.predict(images)), 1e-4, "seed " + SEED);
    }

    private static double meanSquare(Tensor tensor) {
        double squares = 0;
        for (float number : tensor.toArray()) {
            squares += (double) number * number;
        }
        return squares / tensor.size();
    }

    private static void assertClose(Matrix expected, Matrix actual, double tolerance) {
        for (int i = 0; i < expected.rows(); i++) {
            assertArrayEquals(expected.row(i), actual.row(i), tolerance, "seed " + SEED);
        }
    }
}
