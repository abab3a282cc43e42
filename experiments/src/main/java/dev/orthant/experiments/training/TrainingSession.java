package dev.orthant.experiments.training;

import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.datasets.Batches;
import dev.orthant.layers.Mode;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.WeightwiseStep;
import dev.orthant.optimizers.checkpoint.Checkpoint;
import dev.orthant.optimizers.checkpoint.Cursor;
import dev.orthant.tensor.BufferPool;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One network in training, step by step. Everything random is a function of the streams and of the [Cursor]: a session
/// that is resumed from a [Checkpoint], in the middle of an epoch too, goes on with the bits of one that never stopped.
///
/// ```java
/// TrainingSession<?> session = new TrainingSession<>(trainer, network, inputs, targets, streams);
/// TrainingSummary summary = session.run(List.of(new Checkpoints(…), new EarlyStopping(…)));
/// ```
///
/// A step borrows all of its arrays and hands them back: in steady state nothing large is allocated. One thread at a time.
///
/// @param <S> what the rule remembers
public final class TrainingSession<S> {
    private static final String ORDERS = "batches";
    private static final String FORWARD = "forward";
    private static final String BATCH_SIZE = "batch size";
    private static final String EXAMPLES = "number of examples";

    private final Trainer<S> trainer;
    private final Network network;
    private final Weights trainable;
    private final int examples;
    private final Streams forward;
    private final Batches batches;
    private final BatchBuffer inputs;
    private final BatchBuffer targets;
    private final BufferPool pool = new BufferPool();
    private S state;
    private Cursor cursor = new Cursor(0, 0, 0);
    private int[] order = {};
    private int orderedEpoch = -1;
    private List<TrainingListener> told = List.of();
    private List<TrainingListener> looking = List.of();
    private final Map<String, Long> listening = new LinkedHashMap<>();
    private @Nullable Checkpoint resumed;

    /// Prepares the rule, which may already move the weights.
    ///
    /// @param inputs  `[examples, …]`
    /// @param targets `[examples, …]`, as the loss wants them
    /// @throws ShapeException if the numbers of examples differ
    public TrainingSession(Trainer<S> trainer, Network network, Tensor inputs, Tensor targets, Streams streams) {
        examples = inputs.shape().axis(0);
        if (targets.shape().axis(0) != examples) {
            throw new ShapeException("trainer: " + inputs.shape() + " inputs and " + targets.shape()
                    + " targets came; one target per example is required");
        }
        this.trainer = trainer;
        this.network = network;
        this.trainable = network.weights().trainable();
        this.forward = streams.named(FORWARD);
        this.batches = new Batches(examples, trainer.batchSize(), streams.named(ORDERS));
        this.inputs = new BatchBuffer(inputs, trainer.batchSize());
        this.targets = new BatchBuffer(targets, trainer.batchSize());
        this.state = trainer.optimizer().start(trainable);
    }

    public Network network() {
        return network;
    }

    /// What the rule remembers; valid until the next step.
    public S state() {
        return state;
    }

    /// How far training has come.
    public Cursor cursor() {
        return cursor;
    }

    /// Whether all epochs are done.
    public boolean isOver() {
        return cursor.epoch() >= trainer.epochs() || batches.perEpoch() == 0;
    }

    /// One step.
    ///
    /// @return the loss of the batch before the step
    /// @throws IllegalStateException if all epochs are done
    /// @throws NonFiniteTraining     if the loss or a gradient is NaN or infinite; says where. Under a rule that moves weights
    ///                               during the pass backward ([Optimizer#weightwise]) layers behind may have moved already
    public float step() {
        if (isOver()) {
            throw new IllegalStateException("training: all " + trainer.epochs() + " epochs are done; ask isOver first");
        }
        if (orderedEpoch != cursor.epoch()) {
            orderedEpoch = cursor.epoch();
            order = batches.order(orderedEpoch);
        }
        int from = cursor.batch() * trainer.batchSize();
        int to = from + Math.min(trainer.batchSize(), order.length - from);
        Tensor batch = inputs.take(order, from, to);
        float loss = step(batch, targets.take(order, from, to), from, to);
        cursor = to == order.length
                ? new Cursor(cursor.step() + 1, cursor.epoch() + 1, 0)
                : new Cursor(cursor.step() + 1, cursor.epoch(), cursor.batch() + 1);
        return loss;
    }

    private float step(Tensor batch, Tensor batchTargets, int from, int to) {
        Optimizer<S> rule = trainer.optimizer();
        double rate = trainer.rateMultiplier(cursor.epoch(), cursor.step());
        Mode mode = new Mode.Training(forward.indexed(cursor.step()));
        try (Tape tape = new Tape(pool)) {
            NamedValues weights = NamedValues.variables(tape, network.weights()).in(mode);
            Value scores = network.layer().forward(tape, weights, tape.constant(batch));
            Value loss = trainer.loss().of(tape, scores, tape.constant(batchTargets));
            float number = loss.tensor().item();
            if (!Float.isFinite(number)) {
                throw NonFiniteTraining.at(cursor.step(), network, batch, mode);
            }
            Optional<WeightwiseStep<S>> weightwise =
                    looking.isEmpty() ? rule.weightwise(trainable, state, rate) : Optional.empty();
            state = weightwise.isPresent()
                    ? moveOnTheWay(weightwise.get(), tape, loss, weights)
                    : moveAfterwards(rate, tape, loss, weights, gradients -> look(number, scores, from, to, gradients));
            return number;
        }
    }

    private void look(float loss, Value scores, int from, int to, WeightGradients gradients) {
        if (!looking.isEmpty()) {
            StepView view = new StepView(loss, scores.tensor(), Arrays.copyOfRange(order, from, to), gradients);
            for (TrainingListener listener : looking) {
                timed(listener, () -> listener.beforeUpdate(this, view));
            }
        }
    }

    /// The pass backward, and then the step.
    ///
    /// @param between is shown all gradients before any weight moves
    private S moveAfterwards(
            double rate, Tape tape, Value loss, NamedValues weights, Consumer<WeightGradients> between) {
        Optimizer<S> rule = trainer.optimizer();
        Gradients derivatives = rule.takesProducts() ? tape.backwardUnformed(loss) : tape.backward(loss);
        WeightGradients gradients = weights.unformedGradients(trainable, derivatives);
        NonFiniteTraining.requireFinite(cursor.step(), trainable, gradients);
        between.accept(gradients);
        return rule.takesProducts()
                ? rule.step(trainable, gradients, state, rate)
                : rule.step(trainable, gradients.formed(), state, rate);
    }

    /// Matrices of linear layers are moved during the pass backward, which reads them anyway; the others after it.
    private S moveOnTheWay(WeightwiseStep<S> step, Tape tape, Value loss, NamedValues weights) {
        Gradients derivatives = tape.backwardMoving(loss, (weight, gradient) -> {
            String name = weights.name(weight);
            NonFiniteTraining.requireFinite(cursor.step(), name, gradient);
            return step.moveAndCarry(name, gradient);
        });
        WeightGradients gradients = weights.unformedGradients(trainable, derivatives);
        NonFiniteTraining.requireFinite(cursor.step(), trainable, gradients);
        return step.finish(gradients);
    }

    /// Steps until all epochs are done or a listener asks to stop.
    ///
    /// @throws NonFiniteTraining if the loss, a gradient or a weight becomes NaN or infinite; says where
    public TrainingSummary run(List<TrainingListener> listeners) {
        List<Double> epochLosses = new ArrayList<>();
        long stepping = 0;
        long listeningInSteps = 0;
        float last = Float.NaN;
        double sum = 0;
        int count = 0;
        told = List.copyOf(listeners);
        looking = told.stream().filter(TrainingListener::looksBeforeUpdates).toList();
        listening.clear();
        boolean wanted = resumeListeners();
        while (wanted && !isOver()) {
            int epoch = cursor.epoch();
            long before = System.nanoTime();
            long listeningBefore = listened();
            last = step();
            stepping += System.nanoTime() - before;
            listeningInSteps += listened() - listeningBefore;
            float loss = last;
            sum += loss;
            count++;
            if (cursor.epoch() != epoch) {
                double mean = sum / count;
                epochLosses.add(mean);
                sum = 0;
                count = 0;
                for (TrainingListener listener : listeners) {
                    boolean[] goOn = {true};
                    timed(listener, () -> goOn[0] = listener.afterEpoch(this, epoch, mean));
                    wanted &= goOn[0];
                }
            }
            // After the epoch: a checkpoint of its last step must know what the listeners made of it.
            for (TrainingListener listener : listeners) {
                timed(listener, () -> listener.afterStep(this, loss));
            }
        }
        NonFiniteTraining.requireFinite(cursor.step(), network.weights());
        for (TrainingListener listener : listeners) {
            timed(listener, () -> listener.atEnd(this));
        }
        return new TrainingSummary(cursor.step(), last, epochLosses, stepping - listeningInSteps, listening);
    }

    /// {@return whether all want to go on}
    private boolean resumeListeners() {
        Checkpoint saved = resumed;
        resumed = null;
        boolean wanted = true;
        if (saved != null) {
            for (TrainingListener listener : told) {
                wanted &= listener.resume(this, saved);
            }
        }
        return wanted;
    }

    private long listened() {
        return listening.values().stream().mapToLong(Long::longValue).sum();
    }

    private void timed(TrainingListener listener, Runnable call) {
        long before = System.nanoTime();
        call.run();
        listening.merge(listener.name(), System.nanoTime() - before, Long::sum);
    }

    /// Where training stands, to be written to a file, with what the listeners of the run remember. The weights are live; what
    /// the rule remembers is copied.
    public Checkpoint checkpoint() {
        Checkpoint now = Checkpoint.of(cursor, network.weights(), state)
                .withStreams(ORDERS, batches.stream())
                .withStreams(FORWARD, forward)
                .withNote(BATCH_SIZE, Integer.toString(trainer.batchSize()))
                .withNote(EXAMPLES, Integer.toString(examples));
        for (TrainingListener listener : told) {
            now = listener.save(now);
        }
        return now;
    }

    /// Goes on from where a run with the same settings stood. Listeners take up what they remembered when [#run] begins.
    ///
    /// @throws IllegalArgumentException or a [ShapeException] if it was saved with other streams, another size of the batches,
    ///                                  another number of examples, another rule or network
    public void resume(Checkpoint saved) {
        saved.requireStreams(ORDERS, batches.stream());
        saved.requireStreams(FORWARD, forward);
        requireSame(BATCH_SIZE, trainer.batchSize(), saved);
        requireSame(EXAMPLES, examples, saved);
        network.weights().load(saved.weights());
        state = saved.optimizer().restore(state);
        cursor = saved.cursor();
        resumed = saved;
    }

    /// The cursor counts batches: of another size they would be other examples.
    private static void requireSame(String setting, int here, Checkpoint saved) {
        String there = saved.notes().get(setting);
        if (!Integer.toString(here).equals(there)) {
            throw new IllegalArgumentException(
                    "resume: the " + setting + " is " + here + " but " + (there == null ? "not told" : there)
                            + " in the checkpoint; resume with that of the run that was saved");
        }
    }
}
