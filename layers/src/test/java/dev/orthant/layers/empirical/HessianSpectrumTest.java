package dev.orthant.layers.empirical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Linear;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.SymmetricEigen;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class HessianSpectrumTest {
    private static final long SEED = 5;
    private static final Tensor INPUTS = Streams.ofSeed(SEED).named("inputs").gaussian(Shape.of(8, 4));
    private static final Tensor TARGETS = Tensor.of(Shape.of(8, 1), 0, 1, 2, 0, 1, 2, 0, 1);

    private static Network network() {
        return Network.create(
                Sequential.of(new Linear(5, 1.4, 0.1), new Tanh(), new Linear(3, 1, 0.1)),
                Shape.of(4),
                new Initialiser.Prior(),
                Streams.ofSeed(SEED));
    }

    @Test
    void theLargestEigenvalueIsThatOfTheDenseHessian() {
        HessianSpectrum spectrum = new HessianSpectrum(network(), new CrossEntropy(), INPUTS, TARGETS);
        int size = (int) network().weights().size();
        double[][] columns = new double[size][];
        for (int i = 0; i < size; i++) {
            double[] unit = new double[size];
            unit[i] = 1;
            columns[i] = spectrum.times(unit);
        }
        Matrix dense = Matrix.fill(size, size, (i, j) -> (columns[i][j] + columns[j][i]) / 2);
        double[] expected = SymmetricEigen.valuesOf(dense);
        double largest = expected[size - 1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                // Second derivatives commute: float32 rounding of some tens of terms.
                assertEquals(columns[i][j], columns[j][i], 1e-5 * largest, "seed " + SEED);
            }
        }
        double[] actual = spectrum.values(20, Streams.ofSeed(SEED).named("lanczos"));
        assertEquals(20, actual.length);
        assertEquals(largest, actual[19], 1e-4 * largest, "seed " + SEED);
        assertEquals(expected[0], actual[0], 1e-4 * largest, "seed " + SEED);
    }

    @Test
    void perExampleGradientsAverageToThatOfTheBatch() {
        Network network = network();
        List<Weights> each = PerExampleGradients.of(network, new CrossEntropy(), INPUTS, TARGETS);
        Weights sum = each.getFirst();
        for (Weights gradient : each.subList(1, each.size())) {
            sum = sum.plus(gradient);
        }
        Tape tape = new Tape();
        NamedValues weights = NamedValues.variables(tape, network.weights());
        Value scores = network.layer().forward(tape, weights, tape.constant(INPUTS));
        Value loss = new CrossEntropy().of(tape, scores, tape.constant(TARGETS));
        Weights batch = weights.gradients(network.weights(), tape.backward(loss));
        // The sums of eight numbers in another order.
        assertEquals(0, sum.times(1f / each.size()).minus(batch).norm(), 1e-6 * batch.norm(), "seed " + SEED);
    }
}
