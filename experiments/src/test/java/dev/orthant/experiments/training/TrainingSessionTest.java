package dev.orthant.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.autograd.loss.ResidualNorm;
import dev.orthant.autograd.op.Sum;
import dev.orthant.experiments.Allocation;
import dev.orthant.layers.Dropout;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.ScaledRelu;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Nero;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.checkpoint.Checkpoint;
import dev.orthant.optimizers.checkpoint.CheckpointFile;
import dev.orthant.optimizers.checkpoint.Cursor;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSessionTest {
    private static final long SEED = 3;
    private static final int EXAMPLES = 53;
    private static final int INPUTS = 20;

    private final Streams streams = Streams.ofSeed(SEED);
    private final Tensor inputs = streams.named("inputs").gaussian(Shape.of(EXAMPLES, INPUTS));
    private final Tensor targets = streams.named("targets").gaussian(Shape.of(EXAMPLES, 1));

    private static Layer layers(int width) {
        return Sequential.of(
                new Linear(width, 2, 0.1),
                new ScaledRelu(),
                new Dropout(0.8),
                Linear.of(width),
                new ScaledRelu(),
                Linear.of(1));
    }

    private Network network(int width) {
        return Network.create(
                layers(width), Shape.of(INPUTS), new Initialiser.UniformFanIn(), streams.named("initial"));
    }

    private static <S> Trainer<S> trainer(Optimizer<S> optimizer, int epochs) {
        return new Trainer<>(
                optimizer, new Schedule.Exponential(0.9), Trainer.Clock.STEPS, new ResidualNorm(), 8, epochs);
    }

    private <S> TrainingSession<S> session(Trainer<S> trainer, Network network) {
        return new TrainingSession<>(trainer, network, inputs, targets, streams);
    }

    private static float[] numbers(Network network) {
        return numbers(network.weights());
    }

    private static float[] numbers(Weights weights) {
        float[] all = new float[(int) weights.size()];
        int[] at = {0};
        weights.all().forEach(weight -> {
            float[] tensor = weight.tensor().toArray();
            System.arraycopy(tensor, 0, all, at[0], tensor.length);
            at[0] += tensor.length;
        });
        return all;
    }

    @Test
    void aRunResumedInTheMiddleOfAnEpochHasTheBitsOfOneThatNeverStopped(@TempDir Path folder) throws IOException {
        for (Optimizer<?> rule : List.of(Nero.standard(), new Adam(0.01), new Sgd(0.1, 0.9))) {
            resume(rule, folder.resolve(rule.getClass().getSimpleName()));
        }
    }

    private <S> void resume(Optimizer<S> rule, Path path) throws IOException {
        Trainer<S> trainer = trainer(rule, 3);
        Network whole = network(16);
        session(trainer, whole).run(List.of());

        Network first = network(16);
        TrainingSession<S> stopped = session(trainer, first);
        for (int i = 0; i < 10; i++) {
            stopped.step();
        }
        assertEquals(new Cursor(10, 1, 3), stopped.cursor()); // 53 examples in batches of 8 are 7 steps
        CheckpointFile file = new CheckpointFile(path);
        file.save(stopped.checkpoint());

        Checkpoint saved = file.restore().orElseThrow().checkpoint();
        Network second = network(16);
        TrainingSession<S> resumed = session(trainer, second);
        resumed.resume(saved);
        resumed.run(List.of());
        assertArrayEquals(numbers(whole), numbers(second), rule + ", seed " + SEED);
    }

    @Test
    void aCheckpointOfOtherStreamsIsRefused() {
        Trainer<?> trainer = trainer(new Adam(0.01), 1);
        Checkpoint saved = session(trainer, network(16)).checkpoint();
        TrainingSession<?> other =
                new TrainingSession<>(trainer, network(16), inputs, targets, Streams.ofSeed(SEED + 1));
        assertThrows(IllegalArgumentException.class, () -> other.resume(saved));
    }

    @Test
    void anotherBatchSizeOrNumberOfExamplesIsRefused() {
        Trainer<?> trainer = trainer(new Adam(0.01), 1);
        Checkpoint saved = session(trainer, network(16)).checkpoint();
        Trainer<?> halves = new Trainer<>(new Adam(0.01), new Schedule.Exponential(0.9), new ResidualNorm(), 4, 1);
        String size = refusal(session(halves, network(16)), saved);
        assertTrue(size.contains("batch size is 4 but 8"), size);

        Tensor fewer = streams.named("inputs").gaussian(Shape.of(EXAMPLES - 1, INPUTS));
        Tensor fewerTargets = Tensor.zeros(Shape.of(EXAMPLES - 1, 1));
        String count = refusal(new TrainingSession<>(trainer, network(16), fewer, fewerTargets, streams), saved);
        assertTrue(count.contains("number of examples is 52 but 53"), count);
    }

    private static String refusal(TrainingSession<?> session, Checkpoint saved) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> session.resume(saved))
                .getMessage());
    }

    @Test
    void theBitsDoNotDependOnTheNumberOfThreads() throws Exception {
        for (Optimizer<?> rule : List.of(Nero.standard(), new Adam(0.01))) {
            float[] one = Parallel.withThreads(1, () -> trained(rule));
            assertArrayEquals(one, Parallel.withThreads(2, () -> trained(rule)), rule + ", seed " + SEED);
        }
    }

    private float[] trained(Optimizer<?> rule) {
        Network network = network(300); // large enough for work in pieces
        session(trainer(rule, 2), network).run(List.of());
        return numbers(network);
    }

    @Test
    void tenEpochsDoNotGrowTheHeap() {
        TrainingSession<?> session = session(trainer(new Adam(0.01), 10_000), network(256));
        // What is small in a step (values, maps, shapes) is about a hundred kilobytes, by how much C2 inlines; the
        // gradients
        // of 70,000 weights, if they were not formed in buffers that are used again, would be 280 more.
        long allowed = 10 * 7 * 200_000;
        long bytes = Allocation.settled(allowed, () -> {
            for (int step = 0; step < 10 * 7; step++) {
                session.step();
            }
        });
        assertTrue(bytes <= allowed, "ten epochs allocate " + bytes + " bytes, " + allowed + " are allowed");
    }

    /// The same rule without the method that says that it can move weights early.
    private record Afterwards<S>(Optimizer<S> rule) implements Optimizer<S> {
        @Override
        public S start(Weights weights) {
            return rule.start(weights);
        }

        @Override
        public S step(Weights weights, Weights gradient, S state, double rateMultiplier) {
            return rule.step(weights, gradient, state, rateMultiplier);
        }
    }

    /// Early or after the pass, formed or not: the derivative of a hidden layer is a sum of 300 products in either order, its
    /// relative error at most 300 · 2⁻²⁴ = 2·10⁻⁵ against the sum of absolute values, about √300 less in the mean: 10⁻⁶. A
    /// step turns a neuron by about 0.01, and its error with it; seven steps carry that on.
    @Test
    void weightsMovedDuringThePassAreThoseMovedAfterIt() {
        Network early = network(300);
        Network late = network(300);
        session(trainer(Nero.standard(), 1), early).run(List.of());
        session(trainer(new Afterwards<>(Nero.standard()), 1), late).run(List.of());
        double difference =
                early.weights().minus(late.weights()).norm() / late.weights().norm();
        assertTrue(difference > 0, "both moved after the pass");
        assertTrue(difference <= 1e-6, "relative difference " + difference + ", seed " + SEED);
    }

    @Test
    void aStepThatMovesWeightsEarlyAllocatesLittle() {
        TrainingSession<?> session = session(trainer(Nero.standard(), 10_000), network(256));
        // What is small in a step (values, maps, a view of each neuron) is about a hundred kilobytes; the gradient of
        // the hidden layer, if it were formed, would be 262 more.
        long allowed = 7 * 200_000;
        long bytes = Allocation.settled(allowed, () -> {
            for (int step = 0; step < 7; step++) {
                session.step();
            }
        });
        assertTrue(bytes <= allowed, "an epoch allocates " + bytes + " bytes, " + allowed + " are allowed");
    }

    /// A sum whose derivative is not a number.
    private record NoDerivative() implements Op.Unary {
        @Override
        public Tensor forward(Tensor input) {
            return new Sum().forward(input);
        }

        @Override
        public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
            return evaluator.constant(Tensor.filled(input.tensor().shape(), Float.NaN));
        }
    }

    @Test
    void aGradientThatIsNotFiniteIsNamedBeforeItMovesItsWeight() {
        Network network = network(16);
        Loss broken = (evaluator, scores, labels) -> evaluator.apply(new NoDerivative(), scores);
        Trainer<?> trainer = new Trainer<>(Nero.standard(), new Schedule.Constant(), broken, 8, 1);
        TrainingSession<?> session = session(trainer, network);
        float[] before = numbers(network); // projected
        String message = failure(session);
        assertTrue(message.startsWith("training: step 0: the gradient of the weight 5.weight is not finite"), message);
        assertArrayEquals(before, numbers(network));
    }

    @Test
    void earlyStoppingRestoresTheBestWeights() {
        Network network = network(16);
        double[] errors = {3, 2, 4, 5, 1};
        int[] asked = {0};
        float[][] best = new float[1][];
        EarlyStopping stopping = new EarlyStopping(
                measured -> {
                    best[0] = asked[0] == 1 ? numbers(measured) : best[0];
                    return errors[asked[0]++];
                },
                2);
        TrainingSummary summary = session(trainer(new Adam(0.01), 5), network).run(List.of(stopping));
        assertEquals(4, summary.epochLosses().size(), "two epochs after the best one");
        assertEquals(1, stopping.bestEpoch());
        assertEquals(2, stopping.best());
        assertArrayEquals(best[0], numbers(network));
        assertTrue(summary.cost().contains("EarlyStopping"), summary::cost);
    }

    @Test
    void beforeAnUpdateListenersSeeTheBatchAndItsGradients() {
        Network network = network(16);
        double rate = 0.1;
        List<Integer> seen = new ArrayList<>();
        float[] before = numbers(network);
        double[] velocity = new double[before.length];
        double[] size = new double[before.length];
        float[] loss = {0};
        session(new Trainer<>(new Sgd(rate, 0.5), new Schedule.Constant(), new ResidualNorm(), 8, 1), network)
                .run(List.of(new TrainingListener() {
                    @Override
                    public boolean looksBeforeUpdates() {
                        return true;
                    }

                    @Override
                    public void beforeUpdate(TrainingSession<?> session, StepView step) {
                        assertArrayEquals(before, numbers(network), "the weights have not moved yet");
                        assertEquals(
                                step.examples().length, step.scores().shape().axis(0));
                        Arrays.stream(step.examples()).forEach(seen::add);
                        float[] gradient = numbers(step.gradients().formed());
                        for (int i = 0; i < gradient.length; i++) {
                            velocity[i] = 0.5 * velocity[i] + gradient[i];
                            size[i] = 0.5 * size[i] + Math.abs(gradient[i]);
                        }
                        loss[0] = step.loss();
                    }

                    @Override
                    public void afterStep(TrainingSession<?> session, float afterwards) {
                        assertEquals(loss[0], afterwards);
                        float[] now = numbers(network);
                        for (int i = 0; i < now.length; i++) {
                            // in float32: the rate, a product and a difference, and one rounding of the velocity a step
                            double bound = 0x1p-24 * (Math.abs(before[i]) + 10 * rate * size[i]);
                            assertEquals(before[i] - rate * velocity[i], now[i], bound);
                        }
                        System.arraycopy(now, 0, before, 0, now.length);
                    }
                }));
        assertEquals(
                IntStream.range(0, EXAMPLES).boxed().toList(),
                seen.stream().sorted().toList(),
                "every example once, seed " + SEED);
    }

    @Test
    void nonFiniteNumbersAreNamedWhereTheyBegin() {
        float[] broken = inputs.toArray();
        broken[17 * INPUTS] = Float.NaN;
        Tensor with = Tensor.of(inputs.shape(), broken);
        Network network = network(16);
        TrainingSession<?> session = new TrainingSession<>(trainer(new Adam(0.01), 1), network, with, targets, streams);
        String input = failure(session);
        assertTrue(input.contains("an input of the batch is not finite"), input);

        Network poisoned = network(16);
        poisoned.weights().get("3.weight").span().array()[5] = Float.POSITIVE_INFINITY;
        String weight = failure(session(trainer(new Adam(0.01), 1), poisoned));
        assertTrue(weight.contains("3.weight"), weight);

        Network diverging = network(16);
        String update = failure(session(trainer(new Sgd(1e30, 0), 50), diverging));
        assertTrue(update.matches("training: step [0-4]: .*"), update);
    }

    private static String failure(TrainingSession<?> session) {
        return String.valueOf(assertThrows(NonFiniteTraining.class, () -> session.run(List.of()))
                .getMessage());
    }

    @Test
    void accuracyReadsIndicesRowsAndSigns() {
        Network network = network(16);
        Metric accuracy = new Metric.Accuracy();
        Tensor scores = Tensor.of(Shape.of(4, 3), 1, 2, 0, 5, 1, 2, 0, 0, 1, Float.NaN, 0, 9);
        Tensor indices = Tensor.of(Shape.of(4, 1), 1, 2, 2, 2);
        assertEquals(0.5, accuracy.of(network, inputs, scores, indices));
        Tensor rows = Tensor.of(Shape.of(4, 3), 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1);
        assertEquals(0.75, accuracy.of(network, inputs, scores, rows));
        Tensor signs = Tensor.of(Shape.of(2, 1), 1, -1);
        assertEquals(0.5, accuracy.of(network, inputs, Tensor.of(Shape.of(2, 1), 0.1f, 0.1f), signs));
    }

    @Test
    void metricsComeFromOnePassInBatches() {
        Network network = network(16);
        List<Double> numbers = Metric.measure(
                network, inputs, targets, 10, List.of(new Metric.MeanLoss(new ResidualNorm()), new Metric.Accuracy()));
        List<Double> whole =
                Metric.measure(network, inputs, targets, EXAMPLES, List.of(new Metric.MeanLoss(new ResidualNorm())));
        // Products of other shapes are summed in another order: some roundings of numbers of order 1.
        assertEquals(whole.get(0), numbers.get(0), 1e-5 * whole.get(0));
        assertEquals(2, numbers.size());
    }
}
