package dev.orthant.benchmarks.group;

import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.autograd.loss.ResidualNorm;
import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.measure.Pace;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.benchmarks.peer.PythonTorch;
import dev.orthant.experiments.training.Metric;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Chain;
import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.nets.Mlp;
import dev.orthant.layers.nets.ResNet;
import dev.orthant.layers.nets.Transformer;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Nero;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Whole training steps, and two epochs: forward, backward and the rule, beside PyTorch from Python at the better of one and
/// two threads. Inputs are random numbers: time does not depend on them.
///
/// Both sides begin with the same weights and data. Their first losses are compared, and those after some steps on the first
/// batch: another rule would have another. (Of the transformer, whose weights have other names there, only the first, roughly.)
public final class Training implements Group {
    private static final int BATCHES = 4;
    /// Before the losses are compared again; the other side takes as many.
    private static final int STEPS = 5;

    private static final int PIXELS = 784;

    /// One row.
    ///
    /// @param name     as PyTorch's side knows it
    /// @param layer    the network
    /// @param input    shape of an example
    /// @param rule     what trains it
    /// @param loss     what is made small
    /// @param outputs  classes; 1 for targets of ±1
    /// @param batch    examples in a step
    /// @param examples of the data
    /// @param epoch    whether a row is a whole epoch and not a step
    private record Setting(
            String name,
            Layer layer,
            Shape input,
            Optimizer<?> rule,
            Loss loss,
            int outputs,
            int batch,
            int examples,
            boolean epoch) {}

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String description() {
        return "training steps (fashion-…: epochs), PyTorch at the better of 1 and 2 threads";
    }

    @Override
    public List<String> peers() {
        return List.of(Peers.PYTHON_TORCH);
    }

    @Override
    public Pace pace() {
        return Pace.TRAINING;
    }

    @Override
    public boolean measuresMemory() {
        return true;
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (Setting setting : settings()) {
            long weights = weights(setting).size();
            int steps = setting.epoch() ? setting.examples() / setting.batch() : 1;
            boolean text = setting.name().equals("transformer");
            // Weights are read in both passes and written once. A loss is a sum of some thousand float32 products, and
            // the
            // few steps before the second loss are as far apart as their gradients, sums of as many.
            cases.add(new Case(
                    "train",
                    setting.name(),
                    6.0 * weights * setting.batch() * steps,
                    3.0 * Float.BYTES * weights * steps,
                    text ? 0.1 : 1e-3,
                    () -> contest(setting, peers)));
        }
        return cases;
    }

    private static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (int[] size : new int[][] {{1000, 5}, {2000, 5}, {1000, 50}}) {
            Layer layer = Sequential.multilayerPerceptron(7, size[0], 1);
            String name = "nero-" + size[0] + "-b" + size[1];
            settings.add(step(name, layer, Shape.of(PIXELS), Nero.standard(), new ResidualNorm(), 1, size[1]));
        }
        Loss entropy = new CrossEntropy();
        Shape small = Shape.of(28, 28, 1);
        Shape colour = Shape.of(32, 32, 3);
        settings.add(step("adam-mlp", Mlp.of(10, 1024, 1024), Shape.of(PIXELS), new Adam(0.001), entropy, 10, 128));
        settings.add(step("cnn", convolutions(16, 32, 64), colour, new Sgd(0.01, 0.9), entropy, 10, 64));
        settings.add(step("resnet20", ResNet.resNet20(10), colour, new Sgd(0.01, 0.9), entropy, 10, 64));
        Layer transformer = Transformer.tinyShakespeare(65);
        settings.add(step("transformer", transformer, Shape.of(64), new Adam(0.001), entropy, 65, 16));
        settings.add(new Setting(
                "fashion-mlp",
                Mlp.of(10, 256, 128),
                Shape.of(PIXELS),
                new Adam(0.001),
                entropy,
                10,
                128,
                60_000,
                true));
        settings.add(new Setting(
                "fashion-cnn", convolutions(16, 32), small, new Adam(0.001), entropy, 10, 64, 10_000, true));
        return settings;
    }

    private static Setting step(
            String name, Layer layer, Shape input, Optimizer<?> rule, Loss loss, int outputs, int batch) {
        return new Setting(name, layer, input, rule, loss, outputs, batch, BATCHES * batch, false);
    }

    /// Convolutions of 3 x 3 pixels, rectifier and pooling after each, and ten classes.
    private static Layer convolutions(int... channels) {
        Chain chain = Chain.of("0", convolution(channels[0]));
        int next = 1;
        for (int i = 0; i < channels.length; i++) {
            if (i > 0) {
                chain = chain.then(Integer.toString(next++), convolution(channels[i]));
            }
            chain = chain.then(Integer.toString(next++), new Relu()).then(Integer.toString(next++), new MaxPool2d(2));
        }
        return chain.then(Integer.toString(next++), new Flatten()).then(Integer.toString(next), new Linear(10, 1, 1));
    }

    private static Conv2d convolution(int channels) {
        return Conv2d.of(channels, 3, Padding.zero(1)).withVariances(1, 1);
    }

    private static Weights weights(Setting setting) {
        return network(setting).weights();
    }

    private static Network network(Setting setting) {
        return Network.create(
                setting.layer(),
                setting.input(),
                new Initialiser.UniformFanIn(),
                Streams.ofSeed(1).named("weights"));
    }

    private static Contest contest(Setting setting, Peers peers) {
        Tensor inputs = inputs(setting);
        Tensor targets = targets(setting);
        Network network = network(setting);
        List<Rival> rivals = new ArrayList<>();
        TrainingSession<?> session = session(setting, setting.rule(), network, inputs, targets); // may move the weights
        Tensor someInputs = inputs.rows(0, setting.batch());
        Tensor someTargets = targets.rows(0, setting.batch());
        double first = loss(setting, network, someInputs, someTargets);
        double later = lossAfterSteps(setting, someInputs, someTargets);
        peers.pythonTorch().ifPresent(torch -> {
            StringBuilder command = new StringBuilder("train " + setting.name() + " " + setting.batch());
            command.append(' ').append(PythonTorch.file(doubles(inputs)));
            command.append(' ').append(PythonTorch.file(doubles(targets)));
            command.append(' ')
                    .append(PythonTorch.file(doubles(network.weights().trainable())));
            Arrays.stream(inputs.shape().toArray())
                    .forEach(axis -> command.append(' ').append(axis));
            String[] theirs = torch.ask(command.toString()).split(" ", 2);
            double ofFirst = relative(first, Double.parseDouble(theirs[0]));
            boolean sameWeights = !setting.name().equals("transformer");
            double ofLater = sameWeights ? relative(later, Double.parseDouble(theirs[1])) : 0;
            String run = setting.epoch() ? "epoch" : "step";
            rivals.add(new Rival(Peers.PYTHON_TORCH, () -> torch.ask(run), () -> Math.max(ofFirst, ofLater)));
        });
        int steps = setting.epoch() ? Math.ceilDiv(setting.examples(), setting.batch()) : 1;
        Runnable run = () -> {
            for (int step = 0; step < steps; step++) {
                session.step();
            }
        };
        return new Contest(run, () -> 0, rivals, () -> {});
    }

    private static double relative(double ours, double theirs) {
        return Math.abs(ours - theirs) / Math.abs(theirs);
    }

    private static double loss(Setting setting, Network network, Tensor inputs, Tensor targets) {
        return Metric.measure(network, inputs, targets, setting.batch(), List.of(new Metric.MeanLoss(setting.loss())))
                .getFirst();
    }

    private static double lossAfterSteps(Setting setting, Tensor inputs, Tensor targets) {
        Network network = network(setting);
        TrainingSession<?> session = session(setting, setting.rule(), network, inputs, targets);
        for (int step = 0; step < STEPS; step++) {
            session.step();
        }
        return loss(setting, network, inputs, targets);
    }

    private static <S> TrainingSession<S> session(
            Setting setting, Optimizer<S> rule, Network network, Tensor inputs, Tensor targets) {
        Trainer<S> trainer =
                new Trainer<>(rule, new Schedule.Constant(), setting.loss(), setting.batch(), Integer.MAX_VALUE);
        return new TrainingSession<>(trainer, network, inputs, targets, Streams.ofSeed(2));
    }

    private static Tensor inputs(Setting setting) {
        int[] axes = new int[setting.input().rank() + 1];
        axes[0] = setting.examples();
        System.arraycopy(setting.input().toArray(), 0, axes, 1, axes.length - 1);
        Streams streams = Streams.ofSeed(3).named("inputs");
        return setting.name().equals("transformer")
                ? classes(streams, Shape.of(axes), setting.outputs())
                : streams.gaussian(Shape.of(axes));
    }

    private static Tensor targets(Setting setting) {
        Streams streams = Streams.ofSeed(3).named("targets");
        if (setting.outputs() == 1) {
            Tensor signs = classes(streams, Shape.of(setting.examples(), 1), 2);
            float[] numbers = signs.span().array();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = 2 * numbers[i] - 1;
            }
            return signs;
        }
        int each = setting.name().equals("transformer") ? setting.input().axis(0) : 1;
        return classes(streams, Shape.of(setting.examples(), each), setting.outputs());
    }

    private static Tensor classes(Streams streams, Shape shape, int classes) {
        Tensor tensor = streams.uniform(shape);
        float[] numbers = tensor.span().array();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.floor(numbers[i] * classes);
        }
        return tensor;
    }

    private static double[] doubles(Tensor tensor) {
        float[] numbers = tensor.toArray();
        double[] doubles = new double[numbers.length];
        Arrays.setAll(doubles, i -> numbers[i]);
        return doubles;
    }

    private static double[] doubles(Weights weights) {
        return weights.all().stream()
                .map(Weight::tensor)
                .flatMapToDouble(tensor -> Arrays.stream(doubles(tensor)))
                .toArray();
    }
}
