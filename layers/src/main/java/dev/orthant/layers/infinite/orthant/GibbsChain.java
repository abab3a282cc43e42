package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;

/// Gibbs sampling score by score, with Q = T⁻¹:
///
///     gⱼ | rest ~ N(gⱼ − (Q g)ⱼ/Qⱼⱼ, 1/Qⱼⱼ) given gⱼ > 0
///
/// A sweep costs n² multiplications and n draws. Autocorrelation time on kernels of images: 2 sweeps for random labels, 10
/// to 300 for easy ones (their overall scale moves slowly). Source: Geweke 1991, "Efficient simulation from the multivariate
/// normal and Student-t distributions subject to linear constraints".
///
/// ```java
/// Matrix scores = new GibbsChain(10, 1).draw(Matrix.identity(2), new int[] {1, -1}, 1000, Streams.ofSeed(0));
/// Arrays.stream(scores.column(0)).allMatch(score -> score > 0);       // → true
/// Arrays.stream(scores.column(1)).allMatch(score -> score < 0);       // → true
/// // independent scores: nearly every state counts
/// EffectiveSamples.of(scores.column(0)) > 800;                        // → true
/// ```
///
/// @param discarded sweeps before the first state that is kept, at least 0
/// @param thinning  sweeps from one kept state to the next, at least 1
/// @since 0.1.0
public record GibbsChain(int discarded, int thinning) implements OrthantChain {
    /// Checks the numbers of sweeps.
    ///
    /// @throws IllegalArgumentException if one is out of range
    public GibbsChain {
        if (discarded < 0 || thinning < 1) {
            throw new IllegalArgumentException("gibbs chain: " + discarded + " discarded sweeps and a thinning of "
                    + thinning + " came; at least 0 and at least 1 are required");
        }
    }

    @Override
    public Matrix draw(Matrix covariance, int[] labels, int count, Streams streams) {
        SampleBlocks.requireSamples("gibbs chain", count);
        ReducedProblem problem = ReducedProblem.possible("gibbs chain", covariance, labels, Ordering.GIVEN);
        double[][] precision = problem.correlation().cholesky().inverse().toArray2d();
        RandomGenerator random = streams.generator();
        double[] g = problem.start();
        double[] image = product(precision, g); // Q g, kept up to date
        Matrix states = Matrix.zeros(count, labels.length);
        for (int sweep = 0; sweep < discarded; sweep++) {
            sweep(precision, g, image, random);
        }
        for (int state = 0; state < count; state++) {
            for (int sweep = 0; sweep < thinning; sweep++) {
                sweep(precision, g, image, random);
            }
            problem.restore(g, states, state);
        }
        return states;
    }

    private static void sweep(double[][] precision, double[] g, double[] image, RandomGenerator random) {
        for (int j = 0; j < g.length; j++) {
            double[] row = precision[j];
            double root = Math.sqrt(row[j]);
            double bound = (g[j] - image[j] / row[j]) * root;
            double excess = SpecialFunctions.truncatedNormal(
                    bound, SpecialFunctions.logNormalCdf(bound), Uniforms.open(random));
            double moved = Math.max((bound + excess) / root, Island.LEAST_SCORE);
            ParticleLoops.addScaled(image, moved - g[j], row);
            g[j] = moved;
        }
    }

    private static double[] product(double[][] rows, double[] vector) {
        double[] product = new double[vector.length];
        for (int j = 0; j < vector.length; j++) {
            ParticleLoops.addScaled(product, vector[j], rows[j]); // symmetric: rows are columns
        }
        return product;
    }
}
