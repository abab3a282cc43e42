package dev.orthant.layers.infinite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.tensor.linear.Matrix;
import org.junit.jupiter.api.Test;

class StudentProcessTest {
    /// NNGP of case G4b of the golden kernels.
    private static final Matrix TRAIN =
            Matrix.of(new double[] {0.633734753527, -0.115841727685}, new double[] {-0.115841727685, 0.639653047120});

    private static final Matrix CROSS = Matrix.of(new double[] {0.004746413317, -0.035143944859});
    private static final Matrix TEST = Matrix.columnOf(0.633734753527);

    @Test
    void thePosteriorIsTheGoldenOne() {
        // computed with numpy from the closed form, ten digits
        StudentProcess.Posterior posterior =
                StudentProcess.of(TRAIN, 2, 2).posterior(CROSS, TEST, Matrix.columnOf(1, -1));
        assertEquals(0.0527796224, posterior.mean().at(0, 0), 6e-11);
        assertEquals(6.0, posterior.degreesOfFreedom());
        assertEquals(0.7010596619, posterior.scale().at(0, 0), 6e-11);
        assertEquals(1.0515894929, posterior.covariance().at(0, 0), 6e-11);
        GaussianProcess.Posterior gaussian = GaussianProcess.of(TRAIN).posterior(CROSS, TEST, 1, -1);
        assertEquals(0.6317995946, gaussian.covariance().at(0, 0), 6e-11);
    }

    @Test
    void outputsThatShareTheScaleCountTogether() {
        Matrix targets = Matrix.of(new double[] {1, 0.5}, new double[] {-1, 2});
        assertEquals(
                8.0,
                StudentProcess.of(TRAIN, 2, 2).posterior(CROSS, TEST, targets).degreesOfFreedom());
    }

    @Test
    void unfitParametersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> StudentProcess.of(TRAIN, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new StudentProcess.Posterior(CROSS, TEST, 2).covariance());
        assertThrows(IllegalArgumentException.class, () -> GaussianProcess.of(TRAIN, -1));
    }

    @Test
    void labelsBecomeTargetsAndScoresLabels() {
        Matrix targets = LabelRegression.targets(new int[] {2, 0}, 4);
        assertArrayEquals(new double[] {-0.25, -0.25, 0.75, -0.25}, targets.row(0));
        assertArrayEquals(new int[] {2, 0}, LabelRegression.predictions(targets));
        assertEquals(0.5, LabelRegression.accuracy(targets, new int[] {2, 1}));
        assertThrows(IllegalArgumentException.class, () -> LabelRegression.targets(new int[] {4}, 4));
    }
}
