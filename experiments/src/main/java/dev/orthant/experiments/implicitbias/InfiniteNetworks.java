package dev.orthant.experiments.implicitbias;

import dev.orthant.layers.Layer;
import dev.orthant.layers.infinite.GaussianProcess;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.orthant.OrthantAverage;
import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.layers.infinite.orthant.PublishedEstimator;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;

/// The infinitely wide network on one problem: the same architecture that is trained, read as a Gaussian process.
final class InfiniteNetworks {
    private final Matrix kernel;
    private final int[] trainSigns;
    private final int[] testSigns;

    private InfiniteNetworks(Matrix kernel, int[] trainSigns, int[] testSigns) {
        this.kernel = kernel;
        this.trainSigns = trainSigns;
        this.testSigns = testSigns;
    }

    /// @param architecture read for its NNGP
    static InfiniteNetworks of(Layer architecture, Problem problem) {
        KernelBlock block = architecture.kernel(KernelBlock.ofInputs(problem.allInputs()));
        return new InfiniteNetworks(block.nngp(), problem.trainSigns(), problem.testSigns());
    }

    /// The expected error of a random network that fits the training signs, by the sequential sampler.
    OrthantAverage averageOverOrthant(long samples, Streams streams) {
        return OrthantAverage.estimate(kernel, trainSigns, testSigns, samples, streams);
    }

    /// −ln P[training signs] by the paper's own estimator, with the effective sample size that it has here.
    OrthantEstimate publishedEstimate(long samples, Streams streams) {
        return new PublishedEstimator(samples).estimate(trainBlock(), trainSigns, streams);
    }

    /// Test errors of networks drawn from the posterior that interpolates α times the training signs.
    ///
    ///     f(test) ~ N(α K_*x K⁻¹ y, K_** − K_*x K⁻¹ K_x*)
    List<Double> posteriorErrors(double labelScale, int samples, Streams streams) {
        int train = trainSigns.length;
        int all = kernel.rows();
        double[] targets = new double[train];
        for (int i = 0; i < train; i++) {
            targets[i] = labelScale * trainSigns[i];
        }
        Matrix scores = GaussianProcess.of(trainBlock())
                .posterior(kernel.block(train, all, 0, train), kernel.block(train, all, train, all), targets)
                .sample(samples, streams.generator())
                .scores();
        List<Double> errors = new ArrayList<>();
        for (int sample = 0; sample < scores.rows(); sample++) {
            int wrong = 0;
            for (int i = 0; i < testSigns.length; i++) {
                wrong += scores.at(sample, i) * testSigns[i] > 0 ? 0 : 1;
            }
            errors.add((double) wrong / testSigns.length);
        }
        return errors;
    }

    private Matrix trainBlock() {
        return kernel.block(0, trainSigns.length, 0, trainSigns.length);
    }
}
