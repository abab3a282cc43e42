package dev.orthant.experiments.trust;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.experiments.classification.Look;
import dev.orthant.experiments.classification.Task;
import dev.orthant.experiments.training.StepView;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Fromage;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// A training by Fromage, watched: how far each step moves the output of a probe batch, and whether steps of other sizes from
/// the same place would have decreased the loss on all examples.
final class TrainedNetwork {
    private TrainedNetwork() {}

    /// One step of the training.
    ///
    /// @param trust  ∏ (1 + ‖ΔW_l‖ / ‖W_l‖) − 1
    /// @param change mean of ‖Δf‖ / ‖f‖ over the probe batch
    record Step(double trust, double change) {}

    /// A step that was tried and not taken.
    ///
    /// @param eta       relative step of every layer, along the mini-batch's negative gradient
    /// @param decreased whether it decreases the loss on all examples
    record Trial(double eta, boolean decreased) {}

    /// @param layers L
    record Watched(int layers, List<Step> steps, List<Trial> trials, double lastLoss) {}

    static Watched train(DeepRelativeTrust.Parameters parameters, Task task, int layers, Streams streams) {
        Network network = Network.create(
                Sequential.multilayerPerceptron(layers, parameters.width(), task.classes()),
                task.input(),
                new Initialiser.Prior(),
                streams.named("weights"));
        Tensor inputs = task.train().inputs();
        Tensor targets = Task.oneHot(task.train(), 1);
        Tensor probe = inputs.rows(0, Math.min(parameters.inputs(), task.train().size()));
        Trainer<Fromage.State> trainer = new Trainer<>(
                new Fromage(0.01),
                new Schedule.Constant(),
                new SoftCrossEntropy(),
                parameters.batchSize(),
                parameters.epochs());
        List<Step> steps = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        TrainingSession<Fromage.State> session = new TrainingSession<>(trainer, network, inputs, targets, streams);
        session.run(List.of(new TrainingListener() {
            private Weights before = network.weights().copy();
            private Tensor scores = network.predict(probe);

            @Override
            public boolean looksBeforeUpdates() {
                return true;
            }

            @Override
            public void beforeUpdate(TrainingSession<?> session, StepView step) {
                if (session.cursor().step() % parameters.every() == 0) {
                    trials.addAll(trials(parameters, network, step.gradients().formed(), inputs, targets));
                }
            }

            @Override
            public void afterStep(TrainingSession<?> session, float loss) {
                Tensor after = network.predict(probe);
                steps.add(new Step(trust(before, network.weights()), Perturbation.change(scores, after)));
                before = network.weights().copy();
                scores = after;
            }
        }));
        return new Watched(
                layers,
                steps,
                trials,
                Look.at(network, new SoftCrossEntropy(), inputs, targets).loss());
    }

    private static List<Trial> trials(
            DeepRelativeTrust.Parameters parameters, Network network, Weights gradient, Tensor inputs, Tensor targets) {
        SoftCrossEntropy loss = new SoftCrossEntropy();
        double before = Look.at(network, loss, inputs, targets).loss();
        Perturbation step = Perturbation.along(network, gradient.times(-1));
        List<Trial> trials = new ArrayList<>();
        for (double eta : parameters.etas()) {
            double after = Look.at(step.moved(eta), loss, inputs, targets).loss();
            trials.add(new Trial(eta, after < before));
        }
        return trials;
    }

    private static double trust(Weights before, Weights after) {
        double product = 1;
        Weights difference = after.minus(before);
        for (Weight weight : difference.all()) {
            product *= 1 + Perturbation.norm(weight.tensor()) / Perturbation.norm(before.get(weight.name()));
        }
        return product - 1;
    }
}
