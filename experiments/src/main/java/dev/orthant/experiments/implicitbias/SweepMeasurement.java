package dev.orthant.experiments.implicitbias;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.PacBayes;
import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.layers.infinite.orthant.PublishedEstimator;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a cell of the sweep measures, by name.
final class SweepMeasurement {
    static final String BOUND = "bound";
    static final String PUBLISHED = "published estimator";
    static final String EFFECTIVE = "effective samples";
    static final String SEQUENTIAL = "sequential";
    static final String RELIABLE = "reliable";
    static final String TRAIN_ERROR = "train error";
    static final String TEST_ERROR = "test error";

    /// The probability with which the PAC-Bayes bound may fail.
    private static final double DELTA = 0.01;

    /// Test examples that are predicted at once: activations stay small.
    private static final int PREDICTED = 500;

    private SweepMeasurement() {}

    /// Risk bounds from the closed form (with the paper's constant), its estimator and sequential Monte Carlo.
    static Map<String, Double> ofKernel(int depth, Examples train, int publishedSamples, Streams streams) {
        Matrix kernel = architecture(depth, 1)
                .kernel(KernelBlock.ofInputs(train.inputs()))
                .nngp();
        int[] signs = BinaryLabels.signs(train);
        OrthantEstimate published =
                new PublishedEstimator(publishedSamples).estimate(kernel, signs, streams.named("published"));
        OrthantEstimate sequential = OrthantProbability.of(kernel, signs, streams.named("sequential"));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(BOUND, risk(OrthantProbability.publishedInformationContentBound(kernel, signs), train));
        values.put(PUBLISHED, risk(published.informationContent(), train));
        values.put(EFFECTIVE, published.effectiveSampleSize());
        values.put(SEQUENTIAL, risk(sequential.informationContent(), train));
        values.put(RELIABLE, sequential.reliable() ? 1.0 : 0.0);
        return values;
    }

    private static double risk(double informationContent, Examples train) {
        return PacBayes.riskBound(Math.max(0, informationContent), train.size(), DELTA);
    }

    /// Errors of one trained network.
    static Map<String, Double> ofNetwork(
            SweepCell.Trained cell, int width, int epochs, Examples train, Examples test, Streams streams) {
        MarginTraining published = MarginTraining.PUBLISHED;
        MarginTraining training =
                new MarginTraining(epochs, published.learningRate(), published.beta(), published.decay());
        Network network = training.train(
                architecture(cell.depth(), width),
                train.inputs(),
                BinaryLabels.signs(train),
                cell.labelScale(),
                streams);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(TRAIN_ERROR, error(network, train));
        values.put(TEST_ERROR, error(network, test));
        return values;
    }

    private static double error(Network network, Examples examples) {
        int[] signs = BinaryLabels.signs(examples);
        double wrong = 0;
        for (int from = 0; from < signs.length; from += PREDICTED) {
            int to = Math.min(signs.length, from + PREDICTED);
            int[] part = Arrays.copyOfRange(signs, from, to);
            wrong += part.length
                    * SignErrors.fraction(network.predict(examples.inputs().rows(from, to)), part);
        }
        return wrong / signs.length;
    }

    private static Layer architecture(int depth, int width) {
        return Sequential.multilayerPerceptron(depth, width, 1);
    }
}
