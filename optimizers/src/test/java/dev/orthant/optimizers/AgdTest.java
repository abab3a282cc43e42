package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgdTest {
    private static Weights single(Role role, Tensor tensor) {
        return Weights.of(List.of(new Weight("w", role, tensor)));
    }

    @Test
    void theStepSizeSolvesItsEquation() {
        double[][] table = {
            {0, 0}, {0.01, 0.0098532}, {0.1, 0.0876518}, {0.5, 0.3119054}, {1, 0.4812118}, {10, 1.3087549}
        };
        for (double[] row : table) {
            double eta = Agd.stepSize(row[0]);
            assertEquals(row[1], eta, 5e-8, "G = " + row[0]);
            assertEquals(row[0], (Math.exp(eta) - 1) * Math.exp(eta), 1e-12, "G = " + row[0]);
        }
        assertEquals(Math.log(2), Agd.stepSize(2), 1e-15);
    }

    @Test
    void aMatrixMovesByTheStepSizeTimesItsScale() {
        Weights weights = single(Role.MATRIX, Tensor.zeros(Shape.of(8, 2)));
        Weights gradient = single(Role.MATRIX, Streams.ofSeed(4).gaussian(Shape.of(8, 2)));
        Agd rule = new Agd();
        Agd.State state = rule.step(weights, gradient, rule.start(weights), 1);
        assertEquals(Agd.stepSize(2 * gradient.norm()), state.stepSize(), 1e-12); // s = √(8/2) = 2, L = 1
        assertEquals(2 * state.stepSize(), weights.norm(), 1e-6);
    }

    @Test
    void everySliceOfAConvolutionMovesByTheSameLengthAndAZeroSliceNot() {
        Tensor numbers = Streams.ofSeed(4).gaussian(Shape.of(3, 2, 2, 2));
        for (int i = 0; i < 6; i++) {
            numbers.span().array()[4 * i + 1] = 0; // slice 1
        }
        Weights weights = single(Role.MATRIX, Tensor.zeros(Shape.of(3, 2, 2, 2)));
        Weights gradient = single(Role.MATRIX, numbers);
        Agd rule = new Agd(0.5);
        Agd.State state = rule.step(weights, gradient, rule.start(weights), 1);
        double scale = Math.sqrt(3.0 / 2 / 4);
        double[] norms = MatrixSlices.norms(weights.get("w"), 4);
        double length = 0.5 * state.stepSize() * scale;
        assertArrayEquals(new double[] {length, 0, length, length}, norms, 1e-6);
        double sum = 0;
        for (double norm : MatrixSlices.norms(numbers, 4)) {
            sum += norm;
        }
        assertEquals(Agd.stepSize(scale * sum), state.stepSize(), 1e-12); // the sum over positions, not their norm
    }

    @Test
    void initialWeightsHaveAllSingularValuesEqual() {
        for (Shape shape : List.of(Shape.of(7, 4), Shape.of(4, 7), Shape.of(5, 5))) {
            Weights weights = single(Role.MATRIX, Tensor.zeros(shape));
            Agd.initialise(weights, Streams.ofSeed(9));
            assertSemiOrthogonal(weights.get("w").toArray(), shape.axis(0), shape.axis(1), 1);
        }
        Weights convolution = single(Role.MATRIX, Tensor.zeros(Shape.of(4, 3, 2, 2)));
        Agd.initialise(convolution, Streams.ofSeed(9));
        for (int position = 0; position < 4; position++) {
            float[] slice = new float[12];
            for (int i = 0; i < 12; i++) {
                slice[i] = convolution.get("w").toArray()[4 * i + position];
            }
            assertSemiOrthogonal(slice, 4, 3, 4);
        }
    }

    /// The rows, or for a tall matrix the columns, are orthogonal and of norm √(rows / columns / positions), to float32.
    private static void assertSemiOrthogonal(float[] matrix, int rows, int columns, int positions) {
        boolean tall = rows > columns;
        int vectors = Math.min(rows, columns);
        for (int p = 0; p < vectors; p++) {
            for (int q = 0; q <= p; q++) {
                double product = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    product += (double) matrix[tall ? k * columns + p : p * columns + k]
                            * matrix[tall ? k * columns + q : q * columns + k];
                }
                double square = (double) rows / columns / positions;
                assertEquals(p == q ? square : 0, product, 1e-6, "vectors " + p + ", " + q + ", seed 9");
            }
        }
    }

    @Test
    void biasesAreRefused() {
        var error = assertThrows(
                IllegalArgumentException.class, () -> new Agd().start(single(Role.BIAS, Tensor.zeros(Shape.of(3)))));
        assertEquals(
                "agd: w is a BIAS of shape [3]; only matrices and convolutions have a step, so build the network without"
                        + " biases",
                error.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new RelativeFrobenius(0.1).start(single(Role.BIAS, Tensor.zeros(Shape.of(3)))));
    }
}
