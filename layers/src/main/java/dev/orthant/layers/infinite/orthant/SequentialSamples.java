package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;

/// One block of the samples that [GhkEstimator] describes.
///
/// @param whitened   z, [coordinates, samples]: f = L z lies in the orthant
/// @param logWeights ln w, one per sample
@SuppressWarnings("ArrayRecordComponent") // handed from one loop to the next; never compared
record SequentialSamples(double[][] whitened, double[] logWeights) {
    /// Samples per piece of parallel work: part of the definition, since every block has its own stream.
    static final int BLOCK = 128;

    /// @param factor L, lower triangular with a positive diagonal
    static SequentialSamples draw(double[][] factor, int count, Streams streams) {
        RandomGenerator random = streams.generator();
        double[][] whitened = new double[factor.length][count];
        double[] logWeights = new double[count];
        for (int i = 0; i < factor.length; i++) {
            double[] bounds = scaled(combine(factor[i], i, whitened, count), 1 / factor[i][i]);
            for (int sample = 0; sample < count; sample++) {
                double logCdf = SpecialFunctions.logNormalCdf(bounds[sample]);
                logWeights[sample] += logCdf;
                whitened[i][sample] = SpecialFunctions.truncatedNormal(bounds[sample], logCdf, Uniforms.open(random));
            }
        }
        return new SequentialSamples(whitened, logWeights);
    }

    /// `Σ_{j<length} coefficientsⱼ zⱼ` for every sample; C2 turns the inner loop into vector instructions.
    static double[] combine(double[] coefficients, int length, double[][] whitened, int count) {
        double[] sum = new double[count];
        for (int j = 0; j < length; j++) {
            double coefficient = coefficients[j];
            double[] z = whitened[j];
            for (int sample = 0; sample < count; sample++) {
                sum[sample] += coefficient * z[sample];
            }
        }
        return sum;
    }

    private static double[] scaled(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }
}
