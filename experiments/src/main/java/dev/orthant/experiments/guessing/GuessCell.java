package dev.orthant.experiments.guessing;

import dev.orthant.autograd.loss.BinaryCrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Guessing and gradient descent on one draw of the examples, with networks of one depth and width from the same prior.
///
/// @param depth    weight matrices
/// @param width    neurons of a hidden layer
/// @param train    to be fitted
/// @param test     to be judged by
record GuessCell(int depth, int width, Examples train, Examples test) {
    /// @param guesses         drawn
    /// @param kept            fitted the training signs, up to a sign for all of them
    /// @param rate            share of guesses that fit; unbiased: the guess at which guessing stops is not counted. NaN if it
    ///                        cannot be told
    /// @param guessedAccuracy mean over those kept; NaN without any
    /// @param predictedLog    natural logarithm of 2 P[training signs] at infinite width
    /// @param fitted          networks that gradient descent brought to fit
    /// @param trainedAccuracy mean over those; NaN without any
    record Result(
            long guesses,
            int kept,
            double rate,
            double guessedAccuracy,
            double predictedLog,
            int fitted,
            double trainedAccuracy) {}

    Result measure(GuessAndCheck.Parameters parameters, Streams streams) {
        int[] trainSigns = BinaryLabels.signs(train);
        int[] testSigns = BinaryLabels.signs(test);
        Matrix inputs = inputGram();
        GuessedNetworks guessed =
                new GuessedNetworks(depth, width, inputs, trainSigns.length, streams.named("guesses"));
        long guesses = 0;
        int kept = 0;
        double accuracies = 0;
        while (kept < parameters.kept() && guesses < parameters.mostGuesses()) {
            int agree = agreeing(guessed.train(guesses), trainSigns);
            if (agree == 0 || agree == trainSigns.length) {
                double[] scores = guessed.all(guesses);
                double share =
                        (double) agreeing(Arrays.copyOfRange(scores, trainSigns.length, scores.length), testSigns)
                                / testSigns.length;
                // All wrong is as good as all right: the prior draws the negative network as often.
                accuracies += agree == 0 ? 1 - share : share;
                kept++;
            }
            guesses++;
        }
        Matrix kernel = Sequential.multilayerPerceptron(depth, 1, 1)
                .kernel(KernelBlock.ofInputs(train.inputs()))
                .nngp();
        double predicted = Math.log(2)
                + OrthantProbability.of(kernel, trainSigns, streams.named("orthant"))
                        .logProbability();
        double[] trained = IntStream.range(0, parameters.networks())
                .mapToDouble(index -> train(parameters, streams.named("trained").indexed(index)))
                .filter(accuracy -> !Double.isNaN(accuracy))
                .toArray();
        return new Result(
                guesses,
                kept,
                rate(guesses, kept, kept == parameters.kept()),
                kept == 0 ? Double.NaN : accuracies / kept,
                predicted,
                trained.length,
                Arrays.stream(trained).average().orElse(Double.NaN));
    }

    private static double rate(long guesses, int kept, boolean stoppedByKept) {
        int counted = stoppedByKept ? kept - 1 : kept;
        return counted == 0 ? Double.NaN : (double) counted / (stoppedByKept ? guesses - 1 : guesses);
    }

    /// X Xᵀ/d of training and test examples.
    private Matrix inputGram() {
        Tensor rows = train.inputs();
        int features = rows.shape().axis(1);
        int count = train.size();
        Matrix gram = Matrix.zeros(count + test.size(), count + test.size());
        Matrix cross = Matrix.gram(test.inputs(), rows);
        gram.setBlock(0, 0, Matrix.gram(rows, rows));
        gram.setBlock(count, 0, cross);
        gram.setBlock(0, count, cross.transpose());
        gram.setBlock(count, count, Matrix.gram(test.inputs(), test.inputs()));
        return gram.scaled(1.0 / features);
    }

    /// Test accuracy of a network that gradient descent brought to fit; NaN if it did not.
    ///
    /// The step is η over the size of the tangent kernel, d + (L − 1) · width, so that networks of all widths move their scores alike.
    private double train(GuessAndCheck.Parameters parameters, Streams streams) {
        int features = train.inputs().shape().axis(1);
        Network network = Network.create(
                Sequential.multilayerPerceptron(depth, width, 1),
                Shape.of(features),
                new Initialiser.Prior(),
                streams.named("initial"));
        double rate = parameters.learningRate() / (features + (depth - 1.0) * width);
        TrainingSession<Sgd.State> session = new TrainingSession<>(
                new Trainer<>(
                        new Sgd(rate, 0),
                        new Schedule.Constant(),
                        new BinaryCrossEntropy(),
                        train.size(),
                        parameters.steps()),
                network,
                train.inputs(),
                targets(),
                streams.named("training"));
        boolean fitted = false;
        while (!fitted && !session.isOver()) {
            fitted = session.step() < parameters.loss();
        }
        int[] signs = BinaryLabels.signs(train);
        int right = agreeing(Matrix.of(network.predict(train.inputs())).column(0), signs);
        return right < signs.length
                ? Double.NaN
                : (double) agreeing(Matrix.of(network.predict(test.inputs())).column(0), BinaryLabels.signs(test))
                        / test.size();
    }

    private Tensor targets() {
        float[] targets = new float[train.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = train.label(i);
        }
        return Tensor.wrap(Shape.of(targets.length, 1), targets);
    }

    private static int agreeing(double[] scores, int[] signs) {
        return (int) IntStream.range(0, signs.length)
                .filter(i -> scores[i] * signs[i] > 0)
                .count();
    }
}
