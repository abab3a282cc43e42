package dev.orthant.experiments.implicitbias;

import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.margin.NormalisedMargin;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import java.util.function.IntConsumer;

/// Networks trained from independent random weights at one label scale α ([MarginTraining]).
final class TrainedNetworks {
    private TrainedNetworks() {}

    /// One trained network.
    ///
    /// @param trainError       fraction of training examples on the wrong side
    /// @param testError        fraction of test examples on the wrong side
    /// @param relativeResidual ‖f(X) − αy‖ / ‖αy‖ on the training examples: margin is controlled where this is small
    /// @param margin           Frobenius-normalised margin of the worst training example
    record Result(double trainError, double testError, double relativeResidual, double margin) {}

    /// Trains `count` networks side by side; the results do not depend on the number of threads.
    ///
    /// @param finished told the index of every network that is done, from the thread that trained it
    static List<Result> train(
            LabelRay.Parameters parameters, Problem problem, double labelScale, Streams streams, IntConsumer finished) {
        return Parallel.map(parameters.networks(), index -> {
            Result result = trainOne(parameters, problem, labelScale, streams.indexed(index));
            finished.accept(index);
            return result;
        });
    }

    private static Result trainOne(
            LabelRay.Parameters parameters, Problem problem, double labelScale, Streams streams) {
        MarginTraining training = new MarginTraining(
                parameters.epochs(), parameters.learningRate(), parameters.beta(), parameters.decay());
        Network network = training.train(
                parameters.architecture(), problem.trainInputs(), problem.trainSigns(), labelScale, streams);
        Tensor trainScores = network.predict(problem.trainInputs());
        Tensor testScores = network.predict(problem.testInputs());
        NormalisedMargin margin =
                NormalisedMargin.frobenius(network.weights(), problem.trainInputs(), trainScores, problem.trainSigns());
        return new Result(
                SignErrors.fraction(trainScores, problem.trainSigns()),
                SignErrors.fraction(testScores, problem.testSigns()),
                relativeResidual(trainScores, MarginTraining.control(labelScale).targets(problem.trainSigns())),
                margin.smallest());
    }

    private static double relativeResidual(Tensor scores, Tensor targets) {
        Tensor residual = Tensor.zeros(scores.shape());
        ActiveKernels.get().subtract(scores.span(), targets.span(), residual.span());
        return Math.sqrt(ActiveKernels.get().sumOfSquares(residual.span())
                / ActiveKernels.get().sumOfSquares(targets.span()));
    }

    /// Random networks, not trained: drawn from the prior, kept if they fit the training examples up to a global sign.
    ///
    /// A network with all training signs wrong is as good as its negative, which the symmetric prior draws as often:
    /// its sign is flipped. The kept networks sample the orthant of the training labels.
    ///
    /// @param drawn      how many were drawn
    /// @param testErrors of those that were kept
    /// @param meanScale  mean |f| of the kept networks on the training examples; NaN if none was kept
    record Rejection(int drawn, List<Double> testErrors, double meanScale) {}

    static Rejection reject(LabelRay.Parameters parameters, Problem problem, Streams streams, IntConsumer finished) {
        Layer architecture = parameters.architecture();
        Shape input = Shape.of(problem.trainInputs().shape().axis(1));
        Tensor inputs = problem.allInputs();
        int[] trainSigns = problem.trainSigns();
        int[] testSigns = problem.testSigns();
        record Draw(boolean kept, double testError, double scale) {}
        List<Draw> draws = Parallel.map(parameters.randomNetworks(), index -> {
            Network network = Network.create(architecture, input, new Initialiser.Prior(), streams.indexed(index));
            Tensor scores = network.predict(inputs);
            Tensor trainScores = scores.rows(0, trainSigns.length);
            double trainError = SignErrors.fraction(trainScores, trainSigns);
            double testError = SignErrors.fraction(
                    scores.rows(trainSigns.length, inputs.shape().axis(0)), testSigns);
            double scale = 0;
            for (float score : trainScores.toArray()) {
                scale += Math.abs(score) / trainSigns.length;
            }
            finished.accept(index);
            boolean kept = trainError == 0 || trainError == 1;
            return new Draw(kept, trainError == 0 ? testError : 1 - testError, scale);
        });
        List<Draw> kept = draws.stream().filter(Draw::kept).toList();
        return new Rejection(
                draws.size(),
                kept.stream().map(Draw::testError).toList(),
                kept.stream().mapToDouble(Draw::scale).average().orElse(Double.NaN));
    }
}
