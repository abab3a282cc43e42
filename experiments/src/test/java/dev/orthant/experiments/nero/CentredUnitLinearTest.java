package dev.orthant.experiments.nero;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Sum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

class CentredUnitLinearTest {
    private static final Shape SHAPE = Shape.of(3, 5);

    @Test
    void rowsAreBalancedWhateverTheScale() {
        Tensor raw = Streams.ofSeed(1).gaussian(SHAPE);
        Eager eager = new Eager();
        Tensor balanced = CentredUnitLinear.balanced(eager, eager.constant(raw)).tensor();
        float[] larger = raw.toArray();
        for (int i = 0; i < larger.length; i++) {
            larger[i] *= 100;
        }
        Tensor same = CentredUnitLinear.balanced(eager, eager.constant(Tensor.wrap(SHAPE, larger)))
                .tensor();
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 5; i++) {
                sum += balanced.at(row, i);
                squares += balanced.at(row, i) * (double) balanced.at(row, i);
                assertEquals(balanced.at(row, i), same.at(row, i), 1e-6); // a few roundings of numbers below 1
            }
            assertEquals(0, sum, 1e-6);
            assertEquals(1, squares, 1e-6);
        }
    }

    /// gw = (1/s) P(g − w' ⟨w', g⟩), P subtracting the mean, s = ‖w − w̄‖.
    @Test
    void theGradientIsThatOfTheProjection() {
        Tensor raw = Streams.ofSeed(2).gaussian(SHAPE);
        Tensor upstream = Streams.ofSeed(3).gaussian(SHAPE);
        Tape tape = new Tape();
        Value variable = tape.variable(raw);
        Value balanced = CentredUnitLinear.balanced(tape, variable);
        Value scalar = tape.apply(new Sum(), tape.apply(new Multiply(), balanced, tape.constant(upstream)));
        Tensor gradient = tape.backward(scalar).of(variable);
        for (int row = 0; row < 3; row++) {
            double mean = 0;
            for (int i = 0; i < 5; i++) {
                mean += raw.at(row, i) / 5.0;
            }
            double norm = 0;
            double product = 0;
            for (int i = 0; i < 5; i++) {
                norm = Math.hypot(norm, raw.at(row, i) - mean);
                product += (raw.at(row, i) - mean) * upstream.at(row, i);
            }
            double[] free = new double[5];
            double freeMean = 0;
            for (int i = 0; i < 5; i++) {
                free[i] = upstream.at(row, i) - (raw.at(row, i) - mean) * product / (norm * norm);
                freeMean += free[i] / 5;
            }
            for (int i = 0; i < 5; i++) {
                assertEquals((free[i] - freeMean) / norm, gradient.at(row, i), 1e-5); // float32, numbers of order 1
            }
        }
    }
}
