package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class NormalLawTest {
    @Test
    void logarithmsOfTheDistributionAreGolden() {
        // mpmath, 60 digits
        double[][] golden = {
            {-1000, -500007.82669481216},
            {-300, -45006.62273211866},
            {-40, -804.6084420137538},
            {-20, -203.91715537109727},
            {-10.001, -53.241383739024045},
            {-5, -15.064998393988725},
            {-2.5, -5.08164827727869},
            {-1, -1.8410216450092636},
            {-0.25, -0.9130617648111351},
            {0, -0.6931471805599453},
            {0.25, -0.5129840754094305},
            {1, -0.17275377902344988},
            {3, -0.0013508099647481938},
            {6, -9.865876455243758e-10}
        };
        for (Kernels kernels : Providers.all()) {
            double[] b = Arrays.stream(golden).mapToDouble(line -> line[0]).toArray();
            double[] out = new double[b.length];
            kernels.normalLaw().logCdf(b, out);
            for (int i = 0; i < b.length; i++) {
                double expected = golden[i][1];
                assertEquals(expected, out[i], 2e-15 * Math.max(1, -expected), kernels.name() + ", b = " + b[i]);
            }
        }
    }

    @Test
    void truncatedNumbersAreGolden() {
        // mpmath, 60 digits: b, u, z with ln Φ(−z) = ln Φ(b) + ln u; all branches of the inverse occur
        double[][] golden = {
            {-300, 0.5, 300.0023104560338},
            {-60, 0.001, 60.11498717824431},
            {-40, 0.9, 40.00263228320701},
            {-36, 0.25, 36.03845802174599},
            {-8, 0.5, 8.084911007391543},
            {-8, 0.999, 8.000123192649347},
            {-3, 0.01, 4.197414437605671},
            {-1, 0.3, 1.6686177828319286},
            {0, 0.5, 0.6744897501960817},
            {0, 0.95, 0.06270677794321385},
            {0, 0.001, 3.290526731491895},
            {1, 0.7, -0.22482250789866204},
            {2, 0.99, -1.8449469140734922},
            {5, 0.5, 3.5926446751991174e-07},
            {5, 0.01, 2.3263479815937744}
        };
        for (Kernels kernels : Providers.all()) {
            double[] b = Arrays.stream(golden).mapToDouble(line -> line[0]).toArray();
            double[] u = Arrays.stream(golden).mapToDouble(line -> line[1]).toArray();
            double[] logCdf = new double[b.length];
            double[] out = new double[b.length];
            kernels.normalLaw().logCdf(b, logCdf);
            kernels.normalLaw().truncated(b, logCdf, u, out);
            for (int i = 0; i < b.length; i++) {
                double expected = golden[i][2];
                assertEquals(
                        expected, out[i], 1e-13 * Math.max(1, Math.abs(expected)), kernels.name() + ", b = " + b[i]);
            }
        }
    }

    @Test
    void truncatedNumbersExceedTheirBound() {
        int count = 4001;
        double[] b = new double[count];
        double[] u = new double[count];
        for (int i = 0; i < count; i++) {
            b[i] = -60 + 0.02 * i; // −60 … 20
            u[i] = i % 3 == 0 ? 0x1p-54 : i % 3 == 1 ? Math.nextDown(1.0) : (i + 0.5) / count;
        }
        for (Kernels kernels : Providers.all()) {
            double[] logCdf = new double[count];
            double[] out = new double[count];
            kernels.normalLaw().logCdf(b, logCdf);
            kernels.normalLaw().truncated(b, logCdf, u, out);
            for (int i = 0; i < count; i++) {
                assertTrue(out[i] >= -b[i] && out[i] < 80, kernels.name() + ", b = " + b[i] + ", z = " + out[i]);
            }
        }
    }

    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void vectorKernelsGiveTheBitsOfTheScalarOnes() {
        for (int length : Providers.lengths(new VectorKernels())) {
            float[] numbers = Providers.numbers(5, 2 * length);
            double[] b = new double[length];
            double[] u = new double[length];
            for (int i = 0; i < length; i++) {
                b[i] = numbers[i] * (i % 5 == 0 ? 60 : 4);
                u[i] = Math.max(Math.abs(numbers[length + i]), 1e-9);
            }
            double[][] logCdf = new double[2][length];
            double[][] out = new double[2][length];
            for (int k = 0; k < 2; k++) {
                NormalLawKernels law = Providers.all().get(k).normalLaw();
                law.logCdf(b, logCdf[k]);
                law.truncated(b, logCdf[k], u, out[k]);
            }
            assertArrayEquals(logCdf[0], logCdf[1]); // no tolerance
            assertArrayEquals(out[0], out[1]);
        }
    }

    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void vectorKernelsAllocateTheirScratchAlone() {
        int length = 128; // four arrays of 1 KB; vectors made into objects would be tens of kilobytes
        double[] b = new double[length];
        double[] u = new double[length];
        double[] out = new double[length];
        Arrays.setAll(b, i -> Math.sin(i) * 3);
        Arrays.setAll(u, i -> (i + 0.5) / length);
        double[] logCdf = new double[length];
        NormalLawKernels law = new VectorKernels().normalLaw();
        Settling.assertSettles("ln Φ", () -> law.logCdf(b, logCdf));
        Settling.assertSettles("truncated", () -> law.truncated(b, logCdf, u, out));
    }
}
