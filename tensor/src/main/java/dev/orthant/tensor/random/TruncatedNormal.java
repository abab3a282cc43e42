package dev.orthant.tensor.random;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.NormalLawKernels;
import java.util.Arrays;

/// The standard normal law between two bounds, by inversion. For bounds a < b, mostly on the right of the mean,
///
///     z = −Φ⁻¹(v Φ(−a))         exceeds a and has its law if v is uniform in (0, 1)
///     z ≤ b  ⟺  v ≥ r = Φ(−b)/Φ(−a)
///     v = r + (1 − r) u          so u uniform in (0, 1) gives the law between both
///
/// Bounds mostly on the left are reflected. In this form no difference of two numbers near 1 is taken: the tails keep their
/// digits.
///
/// @param lowest  a
/// @param highest b
record TruncatedNormal(double lowest, double highest) {
    /// Beyond, float64 has no probabilities left.
    private static final double FARTHEST = 36;

    private static final int BLOCK = 1024;

    TruncatedNormal {
        if (!(lowest < highest) || lowest > FARTHEST || highest < -FARTHEST) {
            throw new IllegalArgumentException("truncated normal: the bounds are " + lowest + " and " + highest
                    + "; the first must be less than the second, and they must not lie beyond " + FARTHEST
                    + " standard deviations on one side");
        }
    }

    /// Replaces uniforms in (0, 1) by numbers of this law.
    void fromUniforms(Span numbers) {
        NormalLawKernels kernels = ActiveKernels.get().normalLaw();
        boolean reflected = -lowest > highest;
        double near = Math.max(reflected ? -highest : lowest, -FARTHEST);
        double far = Math.min(reflected ? -lowest : highest, FARTHEST + 2);
        double[] bounds = {-near, -far};
        double[] logCdf = new double[2];
        kernels.logCdf(bounds, logCdf);
        double least = Math.exp(logCdf[1] - logCdf[0]);
        for (int from = 0; from < numbers.length(); from += BLOCK) {
            Span block = numbers.part(from, Math.min(BLOCK, numbers.length() - from));
            double[] uniforms = new double[block.length()];
            double[] beyond = new double[block.length()];
            double[] logarithms = new double[block.length()];
            double[] results = new double[block.length()];
            Arrays.fill(beyond, -near);
            Arrays.fill(logarithms, logCdf[0]);
            for (int i = 0; i < uniforms.length; i++) {
                uniforms[i] = least + (1 - least) * block.array()[block.from() + i];
            }
            kernels.truncated(beyond, logarithms, uniforms, results);
            for (int i = 0; i < results.length; i++) {
                float inside = (float) Math.clamp(results[i], near, far); // rounding may leave the bounds by a unit
                block.array()[block.from() + i] = reflected ? -inside : inside;
            }
        }
    }
}
