package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class RectifierTest {
    private static final int LENGTH = 4001;

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /// From −1 to 1, ends and the places where the branches meet included.
    private static double[] correlations() {
        double[] t = new double[LENGTH];
        Arrays.setAll(t, i -> -1 + i / 2000.0);
        return t;
    }

    /// Through ω alone: half = 1, product = 0 make the slope ω/π.
    @Test
    void anglesAreThoseOfTheMathLibrary() {
        double[] t = correlations();
        for (Kernels kernels : Providers.all()) {
            double[] covariance = new double[LENGTH];
            double[] slope = new double[LENGTH];
            kernels.rectifier().row(1, 0, t, 1, ones(LENGTH), covariance, slope);
            for (int i = 0; i < LENGTH; i++) {
                double angle = Math.acos(-t[i]); // StrictMath-accurate within 1 ulp; ours 1 ulp, and 1 of the division
                assertEquals(angle / Math.PI, slope[i], 4e-16 * Math.max(angle / Math.PI, 1e-3), kernels.name() + t[i]);
                double map = (Math.sqrt((1 - t[i]) * (1 + t[i])) + t[i] * angle) / Math.PI;
                assertEquals(
                        map, covariance[i], 4e-16, kernels.name() + ", t = " + t[i]); // terms up to 1, rounded thrice
            }
            assertEquals(1, covariance[LENGTH - 1]); // unit variances stay 1 through any number of layers
            assertEquals(0, covariance[0]);
            assertEquals(1, slope[LENGTH - 1]);
            assertEquals(0, slope[0]);
        }
    }

    @Test
    void scalesSlopesAndZeroVariancesAreThoseOfTheDefinition() {
        double[] c = {0.3, -0.2, 0, 5, -5};
        double[] r = {2, 0.5, 0, 1, 1};
        double a = -0.3;
        double b = 1.2;
        for (Kernels kernels : Providers.all()) {
            double[] covariance = new double[5];
            double[] slope = new double[5];
            kernels.rectifier().row((a - b) * (a - b) / 2, a * b, c, 3, r, covariance, slope);
            for (int j = 0; j < 5; j++) {
                double scale = Math.sqrt(3 * r[j]);
                double t = scale > 0 ? Math.clamp(c[j] / scale, -1, 1) : 0; // 5 and −5 lie outside
                double angle = Math.acos(-t);
                double half = (a - b) * (a - b) / 2;
                double map = (Math.sqrt(1 - t * t) + t * angle) / Math.PI;
                assertEquals(scale * (half * map + a * b * t), covariance[j], 1e-14, kernels.name());
                assertEquals(scale > 0 ? half * angle / Math.PI + a * b : 0, slope[j], 1e-14, kernels.name());
            }
        }
    }

    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void vectorKernelsGiveTheBitsOfTheScalarOnes() {
        for (int length : Providers.lengths(new VectorKernels())) {
            float[] numbers = Providers.numbers(5, 2 * length);
            double[] c = new double[length];
            double[] r = new double[length];
            Arrays.setAll(r, j -> j % 7 == 0 ? 0 : Math.abs(numbers[j]) + 1e-3);
            Arrays.setAll(c, j -> numbers[length + j] * Math.sqrt(r[j]));
            double[][] covariance = new double[2][length];
            double[][] slope = new double[2][length];
            double[][] without = new double[2][length];
            for (int k = 0; k < 2; k++) {
                RectifierKernels kernels = Providers.all().get(k).rectifier();
                kernels.row(0.6, -0.1, c, 1, r, covariance[k], slope[k]);
                kernels.row(0.6, -0.1, c, 1, r, without[k], new double[0]);
            }
            assertArrayEquals(covariance[0], covariance[1]); // no tolerance
            assertArrayEquals(slope[0], slope[1]);
            assertArrayEquals(covariance[0], without[1]);
        }
    }

    /// In whole vectors and behind them alike: 37 elements end in a scalar tail for every width. 0 · ∞ is a NaN whose sign
    /// is not that of Double.NaN.
    @Test
    void notANumberReachesBothResults() {
        int length = 37;
        for (Kernels kernels : Providers.all()) {
            for (double[] variances :
                    new double[][] {{1, Double.NaN}, {Double.NaN, 1}, {0, Double.POSITIVE_INFINITY}}) {
                double[] r = ones(length);
                Arrays.fill(r, variances[1]);
                double[] covariance = new double[length];
                double[] slope = new double[length];
                kernels.rectifier().row(0.6, -0.1, ones(length), variances[0], r, covariance, slope);
                for (int j = 0; j < length; j++) {
                    assertEquals(Double.NaN, covariance[j], kernels.name() + " " + j);
                    assertEquals(Double.NaN, slope[j], kernels.name() + " " + j);
                }
            }
        }
    }

    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void vectorKernelsAllocateTheirScratchAlone() {
        double[] t = Arrays.copyOf(correlations(), 128);
        double[] one = ones(128);
        double[] covariance = new double[128];
        double[] slope = new double[128];
        RectifierKernels kernels = new VectorKernels().rectifier();
        Settling.assertSettles("rectifier", () -> kernels.row(1, 0, t, 1, one, covariance, slope));
    }
}
