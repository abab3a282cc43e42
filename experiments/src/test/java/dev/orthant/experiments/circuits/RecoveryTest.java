package dev.orthant.experiments.circuits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.Network;
import dev.orthant.optimizers.constraint.SignMask;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final Circuit CIRCUIT = new Circuit(6, 3, 2);
    private static final int STIMULI = 10;

    private static GroundTruth truth() {
        return GroundTruth.draw(CIRCUIT, STIMULI, 4, Streams.ofSeed(1));
    }

    @Test
    void theTruthObeysItsSignsAndIsSparserThanTheyAllow() {
        Weights weights = truth().weights();
        Weights projected = weights.copy();
        new SignMask(truth().signs()).project(projected);
        int wired = 0;
        int allowed = 0;
        for (Weight sign : truth().signs().all()) {
            float[] numbers = weights.get(sign.name()).toArray();
            assertArrayEquals(numbers, projected.get(sign.name()).toArray(), sign.name());
            for (int i = 0; i < numbers.length; i++) {
                wired += numbers[i] != 0 ? 1 : 0;
                allowed += sign.tensor().toArray()[i] != 0 ? 1 : 0;
            }
        }
        assertTrue(wired > 0 && wired < allowed, wired + " of " + allowed);
    }

    @Test
    void theTruthIsRecoveredByItself() {
        Recovery recovery = Recovery.of(CIRCUIT, truth().weights(), truth().weights());
        assertEquals(0, recovery.error());
        assertEquals(1, recovery.f1());
        assertEquals(1, recovery.signs());
    }

    /// Two bipolar cells exchanged and one made three times as strong, all undone by the cells after them: the same responses.
    @Test
    void orderAndScaleOfCellsDoNotMatter() {
        Weights other = truth().weights().copy();
        exchangeRows(other.get(Circuit.STIMULUS_TO_BIPOLAR), 0, 2);
        exchangeColumns(other.get(Circuit.BIPOLAR_TO_AMACRINE), 0, 2);
        exchangeColumns(other.get(Circuit.BIPOLAR_TO_GANGLION), 0, 2);
        scaleRow(other.get(Circuit.STIMULUS_TO_BIPOLAR), 1, 4);
        scaleColumn(other.get(Circuit.BIPOLAR_TO_AMACRINE), 1, 0.25f);
        scaleColumn(other.get(Circuit.BIPOLAR_TO_GANGLION), 1, 0.25f);
        Tensor stimuli = Streams.ofSeed(2).gaussian(Shape.of(50, STIMULI));
        assertArrayEquals(
                new Network(CIRCUIT, Shape.of(STIMULI), truth().weights())
                        .predict(stimuli)
                        .toArray(),
                new Network(CIRCUIT, Shape.of(STIMULI), other).predict(stimuli).toArray(),
                1e-5f); // sums of ten products of order 1 in another order
        Recovery recovery = Recovery.of(CIRCUIT, truth().weights(), other);
        assertEquals(0, recovery.error(), 1e-6);
        assertEquals(1, recovery.f1());
    }

    @Test
    void aFlippedCellIsAnError() {
        Weights other = truth().weights().copy();
        scaleRow(other.get(Circuit.STIMULUS_TO_BIPOLAR), 0, -1);
        Recovery recovery = Recovery.of(CIRCUIT, truth().weights(), other);
        assertTrue(recovery.error() > 0 && recovery.signs() < 1, recovery::toString);
    }

    private static void exchangeRows(Tensor matrix, int a, int b) {
        int columns = matrix.shape().axis(1);
        for (int i = 0; i < columns; i++) {
            exchange(matrix.span().array(), a * columns + i, b * columns + i);
        }
    }

    private static void exchangeColumns(Tensor matrix, int a, int b) {
        int columns = matrix.shape().axis(1);
        for (int row = 0; row < matrix.shape().axis(0); row++) {
            exchange(matrix.span().array(), row * columns + a, row * columns + b);
        }
    }

    private static void exchange(float[] numbers, int a, int b) {
        float kept = numbers[a];
        numbers[a] = numbers[b];
        numbers[b] = kept;
    }

    private static void scaleRow(Tensor matrix, int row, float factor) {
        int columns = matrix.shape().axis(1);
        for (int i = row * columns; i < (row + 1) * columns; i++) {
            matrix.span().array()[i] *= factor;
        }
    }

    private static void scaleColumn(Tensor matrix, int column, float factor) {
        int columns = matrix.shape().axis(1);
        for (int row = 0; row < matrix.shape().axis(0); row++) {
            matrix.span().array()[row * columns + column] *= factor;
        }
    }
}
