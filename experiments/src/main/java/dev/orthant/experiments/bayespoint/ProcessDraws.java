package dev.orthant.experiments.bayespoint;

import dev.orthant.layers.Layer;
import dev.orthant.layers.infinite.Committee;
import dev.orthant.layers.infinite.KernelTiles;
import dev.orthant.layers.infinite.SignPosterior;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The Gaussian process of an architecture, conditioned on α·labels on the sphere, at each probe by itself:
///
///     f(x) = α μ(x) + σ(x) ε,   μ = K_*x K⁻¹ y,   σ² = diag(K_** − K_*x K⁻¹ K_x*),   ε ~ N(0, 1)
///
/// @param mean      μ, one per probe: the interpolator of the labels
/// @param deviation σ, one per probe
record ProcessDraws(double[] mean, double[] deviation) {
    /// @param architecture read for its kernel; the width does not matter
    /// @param train        `[n, d]`, of squared norm d
    /// @param signs        labels, each −1 or 1
    /// @param probes       `[m, d]`, of squared norm d: every prior variance is 1
    static ProcessDraws of(Layer architecture, Tensor train, int[] signs, Tensor probes) {
        Matrix kernel = KernelTiles.nngp(architecture::kernel, train);
        Matrix cross = KernelTiles.nngp(architecture::kernel, probes, train);
        SignPosterior posterior = SignPosterior.of(kernel, cross, Matrix.fill(cross.rows(), 1, (_, _) -> 1));
        return new ProcessDraws(
                posterior.centre(Arrays.stream(signs).asDoubleStream().toArray()), posterior.deviations());
    }

    /// Independent functions; the same streams give the same ε at every label scale.
    Committee draw(double labelScale, int functions, Streams streams) {
        RandomGenerator random = streams.generator();
        return new Committee(Matrix.fill(
                functions, mean.length, (_, i) -> labelScale * mean[i] + deviation[i] * random.nextGaussian()));
    }
}
