package dev.orthant.experiments.margins;

import dev.orthant.autograd.loss.MeanSquaredError;
import dev.orthant.experiments.training.NonFiniteTraining;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Nero;
import dev.orthant.optimizers.constraint.BalancedNeurons;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Networks of random balanced neurons that happen to fit a task, and for each a twin: another network of balanced neurons, trained
/// to have the same scores on the training examples. Twins have the same norms and the same margins; what they do elsewhere
/// differs by what gradient descent prefers and margin does not say.
///
/// @param architecture one output
/// @param learningRate Nero's
/// @param decay        factor of the rate after each step
/// @param steps        at most so many
/// @param tolerance    of a good fit: ‖f(X) − f_sampled(X)‖ / ‖f_sampled(X)‖; training stops at half of it
record Twins(Layer architecture, double learningRate, double decay, int steps, double tolerance) {
    private static final double NERO_BETA = 0.999;

    /// Tries that are looked at side by side: the same for any number of threads.
    private static final int ROUND = 64;

    /// @param sampled          test accuracy of the random network
    /// @param trained          test accuracy of its twin
    /// @param relativeResidual of the twin, on the training examples, when training stopped
    record Pair(double sampled, double trained, double relativeResidual) {}

    /// @param tries networks that were drawn to find the pairs
    /// @param pairs in the order of the tries
    record Found(int tries, List<Pair> pairs) {
        Found {
            pairs = List.copyOf(pairs);
        }
    }

    /// Draws networks until so many fit, or so many were drawn, and trains a twin for each that fits.
    Found find(TwinTask task, int pairs, int mostTries, Streams streams) {
        List<Integer> fitting = new ArrayList<>();
        int tries = 0;
        while (tries < mostTries && fitting.size() < pairs) {
            int begin = tries;
            int round = Math.min(ROUND, mostTries - begin);
            List<Boolean> fits = Parallel.map(round, index -> {
                Network network = sample(task, streams.named("sampled").indexed(begin + index));
                return sign(network, task).isPresent();
            });
            for (int i = 0; i < round && fitting.size() < pairs; i++) {
                tries++;
                if (fits.get(i)) {
                    fitting.add(begin + i);
                }
            }
        }
        return new Found(tries, Parallel.map(fitting.size(), index -> pair(task, fitting.get(index), streams)));
    }

    private Pair pair(TwinTask task, int which, Streams streams) {
        Network sampled = sample(task, streams.named("sampled").indexed(which));
        int sign = sign(sampled, task).orElseThrow();
        Network trained = twin(
                sampled,
                task.train().inputs(),
                streams.named("trained").indexed(which),
                streams.named("batches").indexed(which));
        return new Pair(
                testAccuracy(sampled, task, sign),
                testAccuracy(trained, task, sign),
                relativeResidual(trained, sampled, task.train().inputs()));
    }

    /// A network of random balanced neurons.
    Network sample(TwinTask task, Streams streams) {
        Network network = Network.create(architecture, task.train().exampleShape(), new Initialiser.Prior(), streams);
        new BalancedNeurons().project(network.weights());
        return network;
    }

    /// 1 where all training examples are right, −1 where all are wrong (the network's negative, as likely, fits), else nothing.
    static Optional<Integer> sign(Network network, TwinTask task) {
        double accuracy = TwinTask.accuracy(network.predict(task.train().inputs()), task.train());
        return accuracy == 1 ? Optional.of(1) : accuracy == 0 ? Optional.of(-1) : Optional.empty();
    }

    /// Another network, trained from random balanced neurons to the scores of the sampled one.
    Network twin(Network sampled, Tensor inputs, Streams initial, Streams batches) {
        Network network = Network.create(architecture, sampled.input(), new Initialiser.Prior(), initial);
        Tensor targets = sampled.predict(inputs);
        // Half: one step follows the loss that ends training, and may undo a little.
        double small = Math.pow(tolerance / 2 * norm(targets), 2) / targets.size();
        Trainer<?> trainer = new Trainer<>(
                Nero.of(learningRate, NERO_BETA),
                new Schedule.Exponential(decay),
                new MeanSquaredError(),
                inputs.shape().axis(0),
                steps);
        TrainingListener untilSmall = new TrainingListener() {
            @Override
            public boolean afterEpoch(TrainingSession<?> session, int epoch, double loss) {
                return loss >= small;
            }
        };
        try {
            new TrainingSession<>(trainer, network, inputs, targets, batches).run(List.of(untilSmall));
        } catch (NonFiniteTraining diverged) {
            // The residual, which is not small, tells.
        }
        return network;
    }

    /// ‖f(X) − f_sampled(X)‖ / ‖f_sampled(X)‖
    static double relativeResidual(Network trained, Network sampled, Tensor inputs) {
        Tensor targets = sampled.predict(inputs);
        Tensor residual = trained.predict(inputs);
        ActiveKernels.get().subtract(residual.span(), targets.span(), residual.span());
        return norm(residual) / norm(targets);
    }

    private static double testAccuracy(Network network, TwinTask task, int sign) {
        Tensor scores = network.predict(task.test().inputs());
        ActiveKernels.get().scale(scores.span(), sign, scores.span());
        return TwinTask.accuracy(scores, task.test());
    }

    private static double norm(Tensor tensor) {
        return Math.sqrt(ActiveKernels.get().sumOfSquares(tensor.span()));
    }
}
