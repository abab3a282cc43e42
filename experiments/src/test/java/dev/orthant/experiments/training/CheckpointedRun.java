package dev.orthant.experiments.training;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.ResidualNorm;
import dev.orthant.datasets.Batches;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Linear;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.checkpoint.Checkpoint;
import dev.orthant.optimizers.checkpoint.CheckpointFile;
import dev.orthant.optimizers.checkpoint.Cursor;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.SafeTensors;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// A small training run as a process of its own, to be killed at any moment and started again.
///
///     arguments: folder, number of steps
///     prints one line per step; saves a checkpoint every 20 steps and the weights at the end
///     exit 0: done
final class CheckpointedRun {
    static final String WEIGHTS = "weights.safetensors";
    static final String CHECKPOINT = "run.safetensors";
    private static final int INTERVAL = 20;
    private static final Streams STREAMS = Streams.ofSeed(11);

    private CheckpointedRun() {}

    /// Trains from the checkpoint in the folder, or from the beginning.
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long steps = Long.parseLong(arguments[1]);
        CheckpointFile file = new CheckpointFile(folder.resolve(CHECKPOINT));
        Examples digits = Digits.split().train();
        Sequential layers = Sequential.of(new Linear(12, 1, 1), new Tanh(), new Linear(10, 1, 1));
        Network network =
                Network.create(layers, Shape.of(64), new Initialiser.UniformFanIn(), STREAMS.named("weights"));
        Batches batches = new Batches(digits.size(), 16, STREAMS.named("batches"));
        Adam rule = new Adam(0.01);
        Adam.State state = rule.start(network.weights());
        Cursor cursor = new Cursor(0, 0, 0);
        Optional<CheckpointFile.Restored> restored = file.restore();
        if (restored.isPresent()) {
            Checkpoint saved = restored.get().checkpoint();
            saved.requireStreams("batches", STREAMS.named("batches"));
            network.weights().load(saved.weights());
            state = saved.optimizer().restore(state);
            cursor = saved.cursor();
        }
        while (cursor.step() < steps) {
            int[] indices = batchAt(batches, cursor);
            Tape tape = new Tape();
            NamedValues weights = NamedValues.variables(tape, network.weights());
            Examples batch = digits.take(indices);
            Value scores = layers.forward(tape, weights, tape.constant(batch.inputs()));
            Value loss = new ResidualNorm().of(tape, scores, tape.constant(targets(batch)));
            var gradient = weights.gradients(network.weights(), tape.backward(loss));
            state = rule.step(network.weights(), gradient, state, 1);
            boolean lastOfEpoch = cursor.batch() + 1 == batches.perEpoch();
            cursor = lastOfEpoch
                    ? new Cursor(cursor.step() + 1, cursor.epoch() + 1, 0)
                    : new Cursor(cursor.step() + 1, cursor.epoch(), cursor.batch() + 1);
            System.out.println("step " + cursor.step());
            if (cursor.step() % INTERVAL == 0) {
                file.save(Checkpoint.of(cursor, network.weights(), state)
                        .withStreams("batches", STREAMS.named("batches")));
            }
        }
        SafeTensors.write(folder.resolve(WEIGHTS), network.weights().state(), Map.of());
    }

    private static int[] batchAt(Batches batches, Cursor cursor) {
        int[] order = batches.order(cursor.epoch());
        int from = cursor.batch() * batches.size();
        return Arrays.copyOfRange(order, from, Math.min(order.length, from + batches.size()));
    }

    /// One for the class, zero for the others.
    private static Tensor targets(Examples batch) {
        float[] targets = new float[batch.size() * batch.classes()];
        for (int i = 0; i < batch.size(); i++) {
            targets[i * batch.classes() + batch.label(i)] = 1;
        }
        return Tensor.wrap(Shape.of(batch.size(), batch.classes()), targets);
    }
}
