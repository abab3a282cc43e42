package dev.orthant.experiments.guessing;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;

/// The scores of random networks of any width on a few examples, without their weights.
///
///     G₁ = X Xᵀ/d
///     a neuron of layer l on all examples:  z ~ N(0, G_l)
///     G_{l+1} = mean over the layer's neurons of φ(z) φ(z)ᵀ,   φ(z) = √2 max(0, z)
///     scores ~ N(0, G_L)
///
/// Given the features below it, a neuron whose weights are N(0, 1/fanIn) is Gaussian on the examples, and its covariance is all that
/// it needs to know of them: the random network is a Markov chain of Gram matrices. The distribution is exactly that of the
/// finite network, and a guess costs width · n² in place of width². At infinite width the chain stands still at the NNGP.
///
/// The training examples come first: their scores do not depend on the test examples, which are drawn only for guesses
/// that are kept.
final class GuessedNetworks {
    /// A pivot below this share of its diagonal is rounding: the neuron is determined by the examples before (narrow layers).
    private static final double SINGULAR = 1e-10;

    private final int depth;
    private final int width;
    private final double[][] inputs;
    private final int train;
    private final Streams streams;

    /// @param depth  weight matrices, at least 1
    /// @param width  neurons of a hidden layer
    /// @param inputs G₁ of the training examples followed by the test examples
    /// @param train  how many are training examples
    GuessedNetworks(int depth, int width, Matrix inputs, int train, Streams streams) {
        this.depth = depth;
        this.width = width;
        this.inputs = inputs.toArray2d();
        this.train = train;
        this.streams = streams;
    }

    /// Scores of guess number `index` on the training examples.
    double[] train(long index) {
        return scores(index, train);
    }

    /// Scores of the same network on all examples; the first are those of [#train].
    double[] all(long index) {
        return scores(index, inputs.length);
    }

    private double[] scores(long index, int examples) {
        Streams own = streams.indexed(index);
        RandomGenerator first = own.named("train").generator();
        RandomGenerator rest = own.named("test").generator();
        double[][] gram = inputs;
        for (int layer = 1; layer < depth; layer++) {
            double[][] factor = factor(gram, examples);
            double[][] next = new double[examples][examples];
            for (int neuron = 0; neuron < width; neuron++) {
                double[] features = neuron(factor, first, rest);
                for (int i = 0; i < examples; i++) {
                    features[i] = Math.sqrt(2.0 / width) * Math.max(0, features[i]);
                    for (int j = 0; j <= i; j++) {
                        next[i][j] += features[i] * features[j];
                    }
                }
            }
            gram = next;
        }
        return neuron(factor(gram, examples), first, rest);
    }

    /// z = L ε; the first entries of ε come from a stream of their own.
    private double[] neuron(double[][] factor, RandomGenerator first, RandomGenerator rest) {
        double[] noise = new double[factor.length];
        double[] scores = new double[factor.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = i < train ? first.nextGaussian() : rest.nextGaussian();
            for (int j = 0; j <= i; j++) {
                scores[i] += factor[i][j] * noise[j];
            }
        }
        return scores;
    }

    /// G = L Lᵀ of the lower triangle, also where G is singular: then a column of L is 0.
    private static double[][] factor(double[][] gram, int size) {
        double[][] factor = new double[size][];
        for (int i = 0; i < size; i++) {
            factor[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double rest = gram[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                if (j < i) {
                    factor[i][j] = factor[j][j] == 0 ? 0 : rest / factor[j][j];
                } else {
                    factor[i][i] = rest > SINGULAR * gram[i][i] ? Math.sqrt(rest) : 0;
                }
            }
        }
        return factor;
    }
}
