package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;

/// How heavy the tails of the importance weights are if sites of precision τ stand in for the conditions.
///
///     λ = max_{u ≥ 0} uᵀ τ u / uᵀ T⁻¹ u
///
/// With sites β τ the weights have a Pareto tail of index βλ/(1 + βλ), hence a finite variance if βλ < 1. The maximum over
/// the cone is sought by the projected power iteration u ← max(T τ u, 0) from EP's mean: a local maximum, so a guard, not a
/// proof.
final class TailGuard {
    private static final int ITERATIONS = 100;

    private TailGuard() {}

    static double tailIndex(Matrix correlation, Cholesky cholesky, ExpectationPropagation approximation) {
        double[] precision = approximation.sites().precision();
        double[] u = normalised(approximation.gaussian().mean());
        double first = quotient(cholesky, precision, u);
        double[][] rows = correlation.toArray2d();
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] next = new double[u.length];
            for (int j = 0; j < u.length; j++) {
                ParticleLoops.addScaled(next, precision[j] * u[j], rows[j]); // T is symmetric: rows are columns
            }
            u = normalised(next);
        }
        return Math.max(first, quotient(cholesky, precision, u));
    }

    private static double quotient(Cholesky cholesky, double[] precision, double[] u) {
        double[] whitened = cholesky.solveLower(Matrix.columnOf(u)).column(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < u.length; i++) {
            above += precision[i] * u[i] * u[i];
            below += whitened[i] * whitened[i];
        }
        return above / below;
    }

    /// Onto the cone, and to largest element 1.
    private static double[] normalised(double[] u) {
        double largest = 1e-300;
        for (double value : u) {
            largest = Math.max(largest, value);
        }
        double[] result = new double[u.length];
        for (int i = 0; i < u.length; i++) {
            result[i] = Math.max(u[i], 1e-300) / largest;
        }
        return result;
    }
}
