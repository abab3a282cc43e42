package dev.orthant.experiments.accuracy;

import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.training.Metric;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.experiments.training.TrainingSummary;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/// A network, trained on images for a few epochs, and its accuracy on images that it has not seen.
///
/// Adam with one cycle of the learning rate over all steps, cross entropy, He's initial weights' scale for rectifiers from
/// the layers' priors. The test images are looked at after every epoch and choose nothing. The claim is about the preset
/// `reduced` on the data set that it names; with other parameters or data it is left out.
///
/// @param name      on the command line
/// @param network   which
/// @param data      the data set that the claim is about
/// @param threshold the claim: the accuracy after the last epoch, in [0, 1]
/// @param epochs    in which
public record ImageAccuracy(String name, ImageNetwork network, String data, double threshold, int epochs)
        implements Experiment<ImageAccuracy.Parameters> {
    private static final int PREDICTED_AT_ONCE = 500;

    /// All experiments of this kind.
    public static List<ImageAccuracy> all() {
        return List.of(
                new ImageAccuracy("mnist-mlp", ImageNetwork.PERCEPTRON, "mnist", 0.975, 3),
                new ImageAccuracy("mnist-cnn", ImageNetwork.LENET, "mnist", 0.989, 3),
                new ImageAccuracy("fashion-cnn", ImageNetwork.LENET, "fashion-mnist", 0.895, 5),
                new ImageAccuracy("cifar-cnn", ImageNetwork.SMALL_CNN, "cifar10", 0.55, 10));
    }

    /// @param epochs       passes over the training images, at least 1
    /// @param batchSize    at least 1
    /// @param learningRate the largest of the cycle, more than 0
    /// @param trainCount   training images; 0 for all
    /// @param testCount    test images; 0 for all
    public record Parameters(int epochs, int batchSize, double learningRate, int trainCount, int testCount) {
        public Parameters {
            new Conditions("image accuracy")
                    .within("epochs", epochs, 1, 10_000)
                    .atLeast("batchSize", batchSize, 1)
                    .positive("learningRate", learningRate)
                    .atLeast("trainCount", trainCount, 0)
                    .atLeast("testCount", testCount, 0);
        }
    }

    @Override
    public String paper() {
        return "none: what the library's networks reach";
    }

    @Override
    public String figure() {
        return "test accuracy after each epoch";
    }

    @Override
    public String claim() {
        return String.format(
                Locale.ROOT,
                "On %s this network has a test accuracy of at least %.1f %% after %d epochs.",
                data,
                100 * threshold,
                epochs);
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED, PAPER -> "some minutes";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(1, 32, 0.003, 64, 50);
            case REDUCED, PAPER -> new Parameters(epochs, 64, 0.003, 0, 0);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("epoch", "training loss", "test loss", "test accuracy");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Examples train = images(sample(run.data().train(), parameters.trainCount(), run, "train"), run.dataName());
        Examples test = images(sample(run.data().test(), parameters.testCount(), run, "test"), run.dataName());
        Network net = Network.create(
                network.of(train.classes()),
                train.exampleShape(),
                new Initialiser.Prior(),
                run.streams().named("initial"));
        int steps = parameters.epochs() * Math.ceilDiv(train.size(), parameters.batchSize());
        Trainer<Adam.State> trainer = new Trainer<>(
                new Adam(parameters.learningRate()),
                new Schedule.OneCycle(Math.max(2, steps), 0.3, 25, 1e4),
                Trainer.Clock.STEPS,
                new CrossEntropy(),
                parameters.batchSize(),
                parameters.epochs());
        TrainingSession<Adam.State> session = new TrainingSession<>(
                trainer, net, train.inputs(), targets(train), run.streams().named("training"));
        run.progress().begin("steps", steps);
        Evaluation evaluation = new Evaluation(run, test.inputs(), targets(test));
        TrainingSummary summary = session.run(List.of(evaluation));
        run.progress().end();
        run.report().notes(List.of("training: " + summary.cost()));
        if (run.dataName().equals(data)
                && parameters.equals(parameters(Preset.REDUCED))) { // of all else nothing is claimed
            String measured = String.format(Locale.ROOT, "%.2f %% on %s", 100 * evaluation.accuracy, run.dataName());
            boolean holds = evaluation.accuracy >= threshold;
            run.report().claims(List.of(new Claim(claim(), holds, measured, "none: a threshold of this project")));
        }
    }

    private static Examples sample(Examples all, int count, Run run, String name) {
        return count == 0 || count >= all.size()
                ? all
                : all.sample(count, run.streams().named(name));
    }

    /// Scaled, and one axis of pixels as a square image of one channel.
    private Examples images(Examples examples, String dataName) {
        Examples scaled = PixelScale.of(dataName).apply(examples);
        Shape shape = scaled.exampleShape();
        if (shape.rank() != 1) {
            return scaled;
        }
        int side = (int) Math.round(Math.sqrt(shape.axis(0)));
        if (side * side != shape.axis(0)) {
            throw new BadInput(name + ": images are " + shape + "; squares are required");
        }
        return scaled.withInputs(scaled.inputs().reshape(Shape.of(scaled.size(), side, side, 1)));
    }

    /// Class indices, as the loss wants them.
    private static Tensor targets(Examples examples) {
        Tensor targets = Tensor.zeros(Shape.of(examples.size(), 1));
        for (int i = 0; i < examples.size(); i++) {
            targets.span().array()[i] = examples.label(i);
        }
        return targets;
    }

    /// Looks at the test images after every epoch.
    private static final class Evaluation implements TrainingListener {
        private final Run run;
        private final Tensor inputs;
        private final Tensor targets;
        private double accuracy;

        Evaluation(Run run, Tensor inputs, Tensor targets) {
            this.run = run;
            this.inputs = inputs;
            this.targets = targets;
        }

        @Override
        public void afterStep(TrainingSession<?> session, float loss) {
            run.progress().step();
        }

        @Override
        public boolean afterEpoch(TrainingSession<?> session, int epoch, double meanLoss) {
            List<Double> numbers = Metric.measure(
                    session.network(),
                    inputs,
                    targets,
                    PREDICTED_AT_ONCE,
                    List.of(new Metric.MeanLoss(new CrossEntropy()), new Metric.Accuracy()));
            accuracy = numbers.get(1);
            run.report().row(epoch + 1, meanLoss, numbers.get(0), accuracy);
            run.report().save();
            return true;
        }
    }
}
