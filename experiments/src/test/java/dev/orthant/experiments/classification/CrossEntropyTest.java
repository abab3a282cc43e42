package dev.orthant.experiments.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
    private static final Tensor TARGETS = Tensor.of(Shape.of(2, 3), 0, 1, 0, 1, 0, 0);

    @Test
    void valueAndGradientAreThoseOfTheFormula() {
        double[][] scores = {{0.5, -1, 2}, {1, 1, -3}};
        int[] labels = {1, 0};
        Tape tape = new Tape();
        Value variable = tape.variable(Tensor.of(Shape.of(2, 3), 0.5f, -1, 2, 1, 1, -3));
        Value loss = new CrossEntropy().of(tape, variable, tape.constant(TARGETS));
        Tensor gradient = tape.backward(loss).of(variable);
        double expected = 0;
        for (int row = 0; row < 2; row++) {
            double sum = 0;
            for (double score : scores[row]) {
                sum += Math.exp(score);
            }
            expected += (Math.log(sum) - scores[row][labels[row]]) / 2;
            for (int c = 0; c < 3; c++) {
                double softmax = Math.exp(scores[row][c]) / sum;
                // About ten float32 operations, each within 2^-24 relative, on numbers below 4.
                assertEquals((softmax - (c == labels[row] ? 1 : 0)) / 2, gradient.at(row, c), 4e-6);
            }
        }
        assertEquals(expected, loss.tensor().item(), 4e-6);
    }

    @Test
    void scoresFarBeyondTheRangeOfTheExponentialStayFinite() {
        Tape tape = new Tape();
        Value variable = tape.variable(Tensor.of(Shape.of(2, 3), 1e4f, 0, -1e4f, -1e4f, 0, 0));
        Value loss = new CrossEntropy().of(tape, variable, tape.constant(TARGETS));
        assertTrue(Float.isFinite(loss.tensor().item()));
        assertTrue(tape.backward(loss).of(variable).isFinite());
        // Row 0 misses by 1e4, row 1 by 1e4 + ln 2: float32 resolves 1e4 to 1e-3.
        assertEquals((1e4 + 1e4 + Math.log(2)) / 2, loss.tensor().item(), 2e-3);
    }

    @Test
    void meanSquareIsTheMeanOverAllEntries() {
        Tape tape = new Tape();
        Value variable = tape.variable(Tensor.of(Shape.of(1, 2), 3, -1));
        Value loss = new MeanSquare().of(tape, variable, tape.constant(Tensor.of(Shape.of(1, 2), 1, 1)));
        assertEquals(4, loss.tensor().item());
        assertEquals(2, tape.backward(loss).of(variable).at(0, 0));
    }
}
