package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// One run of the sequential sampler: a block of particles that advance in lock-step, one score after the other, along the
/// distributions of a [LookAhead]. When the weights have become uneven, particles are drawn anew in proportion to them and moved
/// by one sweep of Gibbs sampling.
///
/// Source: Chopin 2002, "A sequential particle filter method for static models"; Ridgway 2016, "Computation of Gaussian
/// orthant probabilities in high dimension".
final class Island {
    /// The smallest positive score: a condition is never violated by rounding.
    static final double LEAST_SCORE = 1e-300;

    private final LookAhead guide;
    private final int particles;
    private final RandomGenerator random;
    private final double[][] scores; // f, [n, particles]
    private final double[][] whitened; // z, [n, particles]
    private final double[] logWeights;
    private final int[] ancestors;
    private double logProbability;
    private int events;

    private Island(LookAhead guide, int particles, Streams streams) {
        this.guide = guide;
        this.particles = particles;
        this.random = streams.generator();
        this.scores = new double[guide.size()][particles];
        this.whitened = new double[guide.size()][particles];
        this.logWeights = new double[particles];
        this.ancestors = new int[particles];
        Arrays.setAll(ancestors, p -> p);
        this.logProbability = guide.logNormaliser();
    }

    static Island run(LookAhead guide, int particles, Streams streams) {
        Island island = new Island(guide, particles, streams);
        for (int i = 0; i < guide.size(); i++) {
            island.extend(i);
            if (i + 1 < guide.size()) {
                WeightSummary weights = WeightSummary.of(island.logWeights);
                if (weights.effectiveSampleSize() < particles / 2.0) {
                    island.resample(i, weights);
                    new GibbsSweep(guide, i + 1).move(island.scores, island.whitened, island.random);
                }
            }
        }
        return island;
    }

    /// An unbiased estimate of ln P's exponential.
    double logProbability() {
        return logProbability + WeightSummary.of(logWeights).logMean();
    }

    /// Final ln weights, one per particle, on the scale of P: their mean is the estimate.
    double[] logWeights() {
        return Arrays.stream(logWeights).map(value -> value + logProbability).toArray();
    }

    /// For every final particle the first particle it descends from.
    int[] ancestors() {
        return ancestors;
    }

    /// How often particles were drawn anew.
    int events() {
        return events;
    }

    /// f of all particles, [n, particles].
    double[][] scores() {
        return scores;
    }

    private void extend(int i) {
        double[] means = new double[particles]; // M
        Arrays.fill(means, guide.mean(i));
        double[] factor = guide.factor(i);
        ParticleLoops.addCombination(means, factor, whitened, 0, i);
        double pivot = factor[i];
        double tau = guide.precision(i);
        double nu = guide.shift(i);
        double d = guide.conditionalPrecision(i);
        double t = (d + tau) / d;
        double root = Math.sqrt(d);
        double[] bounds = new double[particles]; // m/s
        for (int p = 0; p < particles; p++) {
            double m = (t * means[p]) - nu / d;
            bounds[p] = m * root;
            logWeights[p] += Math.log(t) / 2 - (2 * m * nu + nu * nu / d - m * m * tau) / (2 * t);
        }
        double[] logCdf = new double[particles];
        ParticleLoops.logNormalCdf(bounds, logCdf);
        double[] excess = new double[particles];
        ParticleLoops.truncatedNormal(bounds, logCdf, Uniforms.open(random, particles), excess);
        double[] f = scores[i];
        double[] z = whitened[i];
        for (int p = 0; p < particles; p++) {
            logWeights[p] += logCdf[p];
            f[p] = Math.max((bounds[p] + excess[p]) / root, LEAST_SCORE);
            z[p] = (f[p] - means[p]) / pivot;
        }
    }

    /// Systematic resampling: one uniform number, equally spaced pointers into the cumulated weights.
    private void resample(int i, WeightSummary weights) {
        logProbability += weights.logMean();
        events++;
        int[] parents = new int[particles];
        double offset = random.nextDouble();
        double cumulated = 0;
        int child = 0;
        for (int p = 0; p < particles; p++) {
            cumulated += Math.exp(logWeights[p] - weights.largest()) / weights.sum() * particles;
            while (child < particles && child + offset < cumulated) {
                parents[child++] = p;
            }
        }
        Arrays.fill(parents, child, particles, particles - 1); // the cumulated weights end at 1 but for rounding
        for (int j = 0; j <= i; j++) {
            scores[j] = chosen(scores[j], parents);
            whitened[j] = chosen(whitened[j], parents);
        }
        int[] before = ancestors.clone();
        Arrays.setAll(ancestors, p -> before[parents[p]]);
        Arrays.fill(logWeights, 0);
    }

    private static double[] chosen(double[] values, int[] parents) {
        double[] result = new double[parents.length];
        for (int p = 0; p < parents.length; p++) {
            result[p] = values[parents[p]];
        }
        return result;
    }
}
