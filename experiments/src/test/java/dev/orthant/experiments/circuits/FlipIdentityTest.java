package dev.orthant.experiments.circuits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.constraint.SignMask;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Why signs matter. Since relu(z) = relu(−z) + z,
///
///     f(x) = Σ aₖ relu(⟨wₖ, x⟩ + bₖ) + ⟨u, x⟩ + c
///
/// is the same function after (wₖ, bₖ) → −(wₖ, bₖ), u → u + aₖ wₖ, c → c + aₖ bₖ: no number of responses tells the two apart. A
/// sign mask does.
class FlipIdentityTest {
    private static final long SEED = 11;
    private static final int INPUTS = 12;
    private static final int UNITS = 7;

    /// One hidden layer with a linear path beside it, in float64.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Bypassed(double[][] w, double[] b, double[] a, double[] u, double c) {
        static Bypassed draw(Random random) {
            double[][] w = new double[UNITS][];
            for (int k = 0; k < UNITS; k++) {
                w[k] = gaussian(random, INPUTS);
            }
            return new Bypassed(
                    w,
                    gaussian(random, UNITS),
                    gaussian(random, UNITS),
                    gaussian(random, INPUTS),
                    random.nextGaussian());
        }

        double of(double[] x) {
            double sum = c;
            for (int i = 0; i < INPUTS; i++) {
                sum += u[i] * x[i];
            }
            for (int k = 0; k < UNITS; k++) {
                double z = b[k];
                for (int i = 0; i < INPUTS; i++) {
                    z += w[k][i] * x[i];
                }
                sum += a[k] * Math.max(0, z);
            }
            return sum;
        }

        /// Unit k turned round, and the linear path compensating if asked to.
        Bypassed flipped(int k, boolean compensated) {
            double[][] turned = w.clone();
            turned[k] = IntStream.range(0, INPUTS).mapToDouble(i -> -w[k][i]).toArray();
            double[] thresholds = b.clone();
            thresholds[k] = -b[k];
            double share = compensated ? a[k] : 0;
            double[] path = IntStream.range(0, INPUTS)
                    .mapToDouble(i -> u[i] + share * w[k][i])
                    .toArray();
            return new Bypassed(turned, thresholds, a, path, c + share * b[k]);
        }
    }

    private static double[] gaussian(Random random, int count) {
        return IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
    }

    @Test
    void aFlippedUnitWithACompensatingPathGivesTheSameOutputs() {
        Random random = new Random(SEED);
        Bypassed f = Bypassed.draw(random);
        for (int k = 0; k < UNITS; k++) {
            Bypassed same = f.flipped(k, true);
            Bypassed other = f.flipped(k, false);
            double largest = 0;
            for (int probe = 0; probe < 200; probe++) {
                double[] x = gaussian(random, INPUTS);
                assertEquals(f.of(x), same.of(x), 1e-10, "unit " + k + ", seed " + SEED);
                largest = Math.max(largest, Math.abs(f.of(x) - other.of(x)));
            }
            // the difference is aₖ z with z of standard deviation about √12: it is the path that compensates
            assertTrue(largest > 1e-3, "unit " + k + " without compensation: " + largest + ", seed " + SEED);
        }
    }

    @Test
    void theFlipBreaksEverySignConstraint() {
        Bypassed f = Bypassed.draw(new Random(SEED));
        Weights signs = matrix(f.w(), true);
        Weights kept = matrix(f.w(), false);
        new SignMask(signs).project(kept);
        assertEquals(0, kept.minus(matrix(f.w(), false)).norm(), "the unflipped circuit obeys its signs");
        Weights flipped = matrix(f.flipped(2, true).w(), false);
        new SignMask(signs).project(flipped);
        float[] projected = flipped.get("w").toArray();
        for (int i = 0; i < projected.length; i++) {
            assertEquals(i / INPUTS == 2, projected[i] == 0, "weight " + i);
        }
    }

    private static Weights matrix(double[][] rows, boolean signs) {
        float[] numbers = new float[UNITS * INPUTS];
        for (int i = 0; i < numbers.length; i++) {
            double number = rows[i / INPUTS][i % INPUTS];
            numbers[i] = (float) (signs ? Math.signum(number) : number);
        }
        return Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(UNITS, INPUTS), numbers))));
    }
}
