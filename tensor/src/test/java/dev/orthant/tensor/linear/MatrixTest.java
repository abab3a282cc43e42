package dev.orthant.tensor.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MatrixTest {
    private static final Matrix TWO_BY_THREE = Matrix.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});

    @Test
    void productsOfSmallWholeNumbersAreExact() {
        Matrix right = Matrix.of(new double[] {1, 0}, new double[] {2, 1}, new double[] {0, -1});
        assertArrayEquals(new double[] {5, -1}, TWO_BY_THREE.multiply(right).row(0));
        assertArrayEquals(new double[] {14, -1}, TWO_BY_THREE.multiply(right).row(1));
        assertArrayEquals(
                new double[] {14, 32},
                TWO_BY_THREE.multiplyTransposedRight(TWO_BY_THREE).row(0));
        assertArrayEquals(new double[] {6, 15}, TWO_BY_THREE.multiply(1, 1, 1));
    }

    @Test
    void aTiledProductAgreesWithTheDefinitionWithinTheBound() {
        for (int inner : new int[] {0, 1, 3, 4, 63, 64, 65, 131}) {
            Matrix left = gaussian(1, 37, inner);
            Matrix right = gaussian(2, inner, 259);
            Matrix product = left.multiply(right);
            for (int i = 0; i < 37; i += 9) {
                for (int j = 0; j < 259; j += 43) {
                    double sum = 0;
                    double absolute = 0;
                    for (int k = 0; k < inner; k++) {
                        sum += left.at(i, k) * right.at(k, j);
                        absolute += Math.abs(left.at(i, k) * right.at(k, j));
                    }
                    // two summation orders, each within γₙ Σ|aᵢbᵢ| (Higham 2002, section 3.1)
                    assertEquals(sum, product.at(i, j), 2 * (inner + 1) * 0x1p-53 * absolute, "inner " + inner);
                }
            }
        }
    }

    @Test
    void theGramMatrixOfATensorIsExactlySymmetric() {
        Tensor examples = Tensor.zeros(Shape.of(70, 131));
        RandomGenerator random = Streams.ofSeed(5).generator();
        for (int i = 0; i < examples.size(); i++) {
            examples.span().array()[i] = (float) random.nextGaussian();
        }
        assertTrue(Matrix.gram(examples, examples).isSymmetric());
        assertFalse(TWO_BY_THREE.isSymmetric());
    }

    @Test
    void blocksRowsColumnsAndTransposesAreTheRightElements() {
        assertArrayEquals(new double[] {3, 6}, TWO_BY_THREE.column(2));
        assertArrayEquals(new double[] {2, 5}, TWO_BY_THREE.transpose().row(1));
        Matrix block = TWO_BY_THREE.block(new int[] {1, 1}, new int[] {2, 0});
        assertArrayEquals(new double[] {6, 4}, block.row(1));
        assertArrayEquals(new double[] {5, 6}, TWO_BY_THREE.block(1, 2, 1, 3).row(0));
        assertArrayEquals(new double[] {1, 5}, TWO_BY_THREE.diagonal());
        assertArrayEquals(
                new double[] {11, 2},
                TWO_BY_THREE.block(0, 2, 0, 2).plusDiagonal(10).row(0));
    }

    @Test
    void sumsDifferencesAndScaling() {
        assertArrayEquals(
                new double[] {2, 4, 6}, TWO_BY_THREE.plus(TWO_BY_THREE).row(0));
        assertArrayEquals(
                new double[] {0, 0, 0}, TWO_BY_THREE.minus(TWO_BY_THREE).row(1));
        assertArrayEquals(new double[] {-2, -2.5, -3}, TWO_BY_THREE.scaled(-0.5).row(1));
    }

    @Test
    void sizesThatDoNotFitAreNamed() {
        String message = String.valueOf(assertThrows(ShapeException.class, () -> TWO_BY_THREE.multiply(TWO_BY_THREE))
                .getMessage());
        assertTrue(message.contains("[2, 3]"), message);
        assertThrows(ShapeException.class, () -> TWO_BY_THREE.plus(Matrix.zeros(3, 2)));
        assertThrows(ShapeException.class, () -> Matrix.of(new double[] {1}, new double[] {1, 2}));
        assertThrows(ShapeException.class, () -> Matrix.zeros(-1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> TWO_BY_THREE.at(0, 3));
    }

    private static Matrix gaussian(long seed, int rows, int columns) {
        RandomGenerator random = Streams.ofSeed(seed).generator();
        return Matrix.fill(rows, columns, (_, _) -> random.nextGaussian());
    }
}
