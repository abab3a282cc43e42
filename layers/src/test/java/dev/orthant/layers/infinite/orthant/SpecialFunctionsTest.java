package dev.orthant.layers.infinite.orthant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpecialFunctionsTest {
    /// Relative error of a few roundings in sums and quotients of about ten terms.
    private static void assertClose(double expected, double actual, double relative, String message) {
        assertEquals(expected, actual, relative * Math.abs(expected), message);
    }

    @Test
    void logNormalCdfIsGolden() {
        // mpmath, 50 digits: log(ncdf(b)); switches of method lie at 5 and -10
        double[][] golden = {
            {-1, -1.8410216450092638},
            {-5, -15.064998393988727},
            {-10.001, -53.241383739024045},
            {-20, -203.91715537109727},
            {-40, -804.6084420137538},
            {-300, -45006.62273211867}
        };
        for (double[] line : golden) {
            assertClose(line[1], SpecialFunctions.logNormalCdf(line[0]), 1e-14, "b = " + line[0]);
        }
        assertEquals(-Math.log(2), SpecialFunctions.logNormalCdf(0), 1e-16);
        assertTrue(SpecialFunctions.logNormalCdf(8) < 0);
    }

    @Test
    void logNormalCdfIsSmoothAcrossItsSwitches() {
        for (double at : new double[] {-10, 5}) {
            double below = SpecialFunctions.logNormalCdf(Math.nextDown(at));
            double above = SpecialFunctions.logNormalCdf(Math.nextUp(at));
            assertClose(
                    below,
                    above,
                    at < 0 ? 1e-14 : 1e-9,
                    "b = " + at); // ln(1 − 3e-7) keeps 1e-16/3e-7 of relative error
        }
    }

    @Test
    void erfcIsGolden() {
        // mpmath, 50 digits: erfc(x); methods change at 0.46875 and 4
        double[][] golden = {
            {-3.0, 1.9999779095030015},
            {-0.3, 1.3286267594591274},
            {0.0, 1.0},
            {0.1, 0.887537083981715},
            {0.46875, 0.507386526782062},
            {0.47, 0.5062549491139179},
            {1.0, 0.15729920705028513},
            {3.99, 1.6739211364520814e-08},
            {4.01, 1.4196939421371052e-08},
            {10.0, 2.088487583762545e-45},
            {26.0, 5.663192408856143e-296}
        };
        for (double[] line : golden) {
            assertClose(line[1], SpecialFunctions.erfc(line[0]), 1e-15 * (1 + line[0] * line[0]), "x = " + line[0]);
        }
    }

    @Test
    void theInverseIsTheInverse() {
        for (double p : new double[] {1e-300, 1e-20, 1e-5, 0.01, 0.07, 0.075, 0.3, 0.5, 0.8, 0.93, 0.999}) {
            double b = SpecialFunctions.inverseNormalCdf(p);
            // Φ turns a rounding of b into a relative error b² of p
            assertClose(p, SpecialFunctions.normalCdf(b), 1e-15 * (3 + 2 * b * b), "p = " + p);
        }
        assertClose(-1.2815515655446004, SpecialFunctions.inverseNormalCdf(0.1), 1e-15, "10 % quantile");
    }

    @Test
    void theInverseOfTheLogGoesThereAndBackFromFarInTheTail() {
        for (double b = -300; b <= 2; b += 0.37) {
            double back = SpecialFunctions.inverseNormalCdfOfLog(SpecialFunctions.logNormalCdf(b));
            assertEquals(b, back, 1e-14 * Math.max(1, Math.abs(b)), "b = " + b);
        }
    }

    @Test
    void truncatedNormalNumbersStayAboveTheirBoundAndHaveTheRightMean() {
        for (double b : new double[] {-200, -40, -36, -3, 0, 4}) {
            double logCdf = SpecialFunctions.logNormalCdf(b);
            int count = 20_000;
            double sum = 0;
            for (int k = 0; k < count; k++) {
                double z = SpecialFunctions.truncatedNormal(b, logCdf, (k + 0.5) / count);
                assertTrue(z >= -b, "b = " + b);
                sum += z;
            }
            // midpoint rule of a quantile function with a logarithmic end: error below (ln count)/count
            assertEquals(SpecialFunctions.inverseMills(b), sum / count, 1e-3, "b = " + b);
        }
    }
}
