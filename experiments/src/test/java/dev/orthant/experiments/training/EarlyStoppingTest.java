package dev.orthant.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.autograd.loss.ResidualNorm;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.checkpoint.Checkpoint;
import dev.orthant.optimizers.checkpoint.CheckpointFile;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Early stopping of a run that is stopped and resumed, against one that never stopped.
class EarlyStoppingTest {
    private static final Streams STREAMS = Streams.ofSeed(9);
    private static final double[] MEASURES = {5, 1, 4, 3, 2.5}; // the second epoch is the best
    private static final int STEPS = 3; // in an epoch: 20 examples in batches of 8
    private static final Trainer<Adam.State> TRAINER = new Trainer<>(
            new Adam(0.01), new Schedule.Constant(), Trainer.Clock.STEPS, new ResidualNorm(), 8, MEASURES.length);

    @TempDir
    private Path folder;

    private static TrainingSession<Adam.State> session() {
        Network network = Network.create(
                Sequential.of(Linear.of(5), Linear.of(1)),
                Shape.of(4),
                new Initialiser.UniformFanIn(),
                STREAMS.named("initial"));
        Tensor inputs = STREAMS.named("inputs").gaussian(Shape.of(20, 4));
        Tensor targets = STREAMS.named("targets").gaussian(Shape.of(20, 1));
        return new TrainingSession<>(TRAINER, network, inputs, targets, STREAMS);
    }

    /// Measures by epoch; the first call is for `from`.
    private static EarlyStopping stopping(int from, int patience) {
        int[] epoch = {from};
        return new EarlyStopping(network -> MEASURES[epoch[0]++], patience);
    }

    private static float[] numbers(TrainingSession<?> session) {
        return session.network().weights().get("0.weight").toArray();
    }

    /// The newest checkpoint of a run that is killed after some steps.
    private Checkpoint killedAfter(int steps, EarlyStopping stopping) throws IOException {
        CheckpointFile file = new CheckpointFile(folder.resolve("after-" + steps));
        TrainingSession<?> session = session();
        TrainingListener saving = new TrainingListener() {
            private final Checkpoints checkpoints = new Checkpoints(file, 1);

            @Override
            public void afterStep(TrainingSession<?> running, float loss) {
                if (running.cursor().step() <= steps) {
                    checkpoints.afterStep(running, loss);
                }
            }
        };
        session.run(List.of(saving, stopping));
        return file.restore().orElseThrow().checkpoint();
    }

    @Test
    void aResumedRunKnowsItsBestEpoch() throws IOException {
        TrainingSession<?> whole = session();
        EarlyStopping wholeStopping = stopping(0, MEASURES.length);
        whole.run(List.of(wholeStopping));
        assertEquals(1, wholeStopping.bestEpoch());

        // in the middle of an epoch, after its last step, and before the first epoch ended
        for (int steps : new int[] {1, 3 * STEPS, 3 * STEPS + 2}) {
            Checkpoint saved = killedAfter(steps, stopping(0, MEASURES.length));
            assertEquals(steps, saved.cursor().step());
            TrainingSession<?> resumed = session();
            resumed.resume(saved);
            EarlyStopping again = stopping(saved.cursor().epoch(), MEASURES.length);
            resumed.run(List.of(again));
            assertEquals(1, again.bestEpoch());
            assertEquals(1, again.best());
            assertArrayEquals(numbers(whole), numbers(resumed), "resumed after step " + steps);
        }
    }

    @Test
    void aRunThatHadEndedDoesNotGoOn() throws IOException {
        TrainingSession<?> whole = session();
        whole.run(List.of(stopping(0, 2))); // two epochs after the second
        Checkpoint saved = killedAfter(4 * STEPS, stopping(0, 2));
        TrainingSession<?> resumed = session();
        resumed.resume(saved);
        assertEquals(4 * STEPS, resumed.run(List.of(stopping(4, 2))).steps());
        assertArrayEquals(numbers(whole), numbers(resumed));
    }
}
