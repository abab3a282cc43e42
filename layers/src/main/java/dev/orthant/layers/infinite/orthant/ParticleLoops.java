package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.kernel.ActiveKernels;

/// Loops over all particles of a block at once, written so that C2 turns them into vector instructions: one index, no
/// branches, no call.
final class ParticleLoops {
    private ParticleLoops() {}

    /// `sum += a x`
    static void addScaled(double[] sum, double a, double[] x) {
        for (int p = 0; p < sum.length; p++) {
            sum[p] += a * x[p];
        }
    }

    /// `sum += a x + b y + c z + d w`: one reading and writing of the sum for four terms.
    static void addScaled(
            double[] sum, double a, double[] x, double b, double[] y, double c, double[] z, double d, double[] w) {
        for (int p = 0; p < sum.length; p++) {
            sum[p] += (a * x[p] + b * y[p]) + (c * z[p] + d * w[p]);
        }
    }

    /// `sum += Σ_{from ≤ j < to} coefficientsⱼ rowsⱼ`, in groups of four from `from` on.
    static void addCombination(double[] sum, double[] coefficients, double[][] rows, int from, int to) {
        int j = from;
        for (; j + 4 <= to; j += 4) {
            addScaled(
                    sum,
                    coefficients[j],
                    rows[j],
                    coefficients[j + 1],
                    rows[j + 1],
                    coefficients[j + 2],
                    rows[j + 2],
                    coefficients[j + 3],
                    rows[j + 3]);
        }
        for (; j < to; j++) {
            addScaled(sum, coefficients[j], rows[j]);
        }
    }

    /// out ← ln Φ(b)
    static void logNormalCdf(double[] b, double[] out) {
        ActiveKernels.get().normalLaw().logCdf(b, out);
    }

    /// out ← standard normal numbers conditioned to exceed −b, from uniforms in (0, 1).
    static void truncatedNormal(double[] b, double[] logCdf, double[] uniform, double[] out) {
        ActiveKernels.get().normalLaw().truncated(b, logCdf, uniform, out);
    }
}
