package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Eager;
import dev.orthant.autograd.check.GradientCheck;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalisationTest {
    private static final long SEED = 3;
    private static final Mode TRAINING = new Mode.Training(Streams.ofSeed(SEED));

    private static Weights weights(Layer layer, int... example) {
        return new Initialiser.Prior().draw(layer.weights(Shape.of(example)), Streams.ofSeed(SEED));
    }

    private static Tensor pass(Layer layer, Weights weights, Mode mode, Tensor input) {
        Eager eager = new Eager();
        return layer.forward(eager, NamedValues.constants(eager, weights).in(mode), eager.constant(input))
                .tensor();
    }

    @Test
    void aTrainingBatchHasMeanZeroAndVarianceOne() {
        Tensor output =
                pass(new BatchNorm(), weights(new BatchNorm(), 1), TRAINING, Tensor.of(Shape.of(4, 1), 2, 4, 4, 6));
        float unit = (float) (2 / Math.sqrt(2 + 1e-5));
        assertArrayEquals(new float[] {-unit, 0, 0, unit}, output.toArray(), 1e-6f);
    }

    @Test
    void runningStatisticsMoveInTrainingAndServePrediction() {
        Layer layer = new BatchNorm();
        Weights weights = weights(layer, 1);
        Tensor batch = Tensor.of(Shape.of(4, 1), 2, 4, 4, 6);
        pass(layer, weights, TRAINING, batch);
        // mean 4, unbiased variance 8/3
        assertEquals(0.4, weights.get("running_mean").item(), 1e-6);
        assertEquals(0.9 + 0.1 * 8 / 3, weights.get("running_var").item(), 1e-6);
        assertEquals(1, weights.get("num_batches_tracked").item());

        Tensor output = pass(layer, weights, new Mode.Predicting(), batch);
        double deviation = Math.sqrt(0.9 + 0.1 * 8 / 3 + 1e-5);
        assertEquals((2 - 0.4) / deviation, output.at(0, 0), 1e-6);
        assertEquals(0.4, weights.get("running_mean").item(), 1e-6, "prediction moves nothing");
    }

    @Test
    void ghostBatchesAreNormalisedEachByItself() {
        Layer layer = BatchNorm.ofGhosts(4);
        Tensor batch = Streams.ofSeed(SEED).named("batch").gaussian(Shape.of(12, 3, 2, 5));
        Weights ghosts = weights(layer, 3, 2, 5);
        Weights whole = weights(layer, 3, 2, 5);
        Tensor together = pass(layer, ghosts, TRAINING, batch);
        for (int part = 0; part < 3; part++) {
            Tensor alone = pass(new BatchNorm(), whole, TRAINING, batch.rows(4 * part, 4 * part + 4));
            assertArrayEquals(
                    alone.toArray(), together.rows(4 * part, 4 * part + 4).toArray());
        }
        assertArrayEquals(
                whole.get("running_var").toArray(), ghosts.get("running_var").toArray());
        assertEquals(3, ghosts.get("num_batches_tracked").item());
        assertThrows(ShapeException.class, () -> pass(layer, ghosts, TRAINING, batch.rows(0, 6)));
    }

    @Test
    void aTrainingBatchNeedsTwoNumbersForEachChannel() {
        Layer layer = new BatchNorm();
        ShapeException one = assertThrows(
                ShapeException.class, () -> pass(layer, weights(layer, 3), TRAINING, Tensor.zeros(Shape.of(1, 3))));
        assertEquals(
                "batch norm: a training batch [1, 3] has 1 numbers for each channel; at least 2 are required, one has no"
                        + " variance; use larger batches",
                one.getMessage());
        assertThrows(
                ShapeException.class, () -> pass(layer, weights(layer, 3), TRAINING, Tensor.zeros(Shape.of(0, 3))));
        assertEquals(
                Shape.of(0, 3),
                pass(layer, weights(layer, 3), new Mode.Predicting(), Tensor.zeros(Shape.of(0, 3)))
                        .shape());
    }

    @Test
    void groupNormGivesEveryGroupOfEveryExampleMeanZeroAndVarianceOne() {
        Layer layer = new GroupNorm(2, 1e-9);
        Tensor images = Streams.ofSeed(SEED).named("images").gaussian(Shape.of(3, 4, 5, 6));
        Tensor output = pass(layer, weights(layer, 4, 5, 6), new Mode.Predicting(), images);
        for (int example = 0; example < 3; example++) {
            for (int group = 0; group < 2; group++) {
                double sum = 0;
                double squares = 0;
                for (int pixel = 0; pixel < 20; pixel++) {
                    for (int channel = 3 * group; channel < 3 * group + 3; channel++) {
                        float number = output.at(example, pixel / 5, pixel % 5, channel);
                        sum += number;
                        squares += (double) number * number;
                    }
                }
                // 60 numbers of order 1, a few roundings each
                assertEquals(0, sum / 60, 1e-6, "seed " + SEED);
                assertEquals(1, squares / 60, 1e-5, "seed " + SEED);
            }
        }
        assertThrows(ShapeException.class, () -> layer.output(Shape.of(2, 2, 5)));
    }

    @Test
    void normalisationsAreDifferentiatedThroughTheirStatistics() {
        for (Layer layer : List.of(new BatchNorm(), BatchNorm.ofGhosts(3), new GroupNorm(2))) {
            Weights weights = weights(layer, 2, 2, 4);
            Streams streams = Streams.ofSeed(SEED);
            Computation function = (evaluator, values) -> {
                Weights fresh = weights.copy(); // every evaluation moves the statistics
                NamedValues constants = NamedValues.constants(evaluator, fresh).in(TRAINING);
                return layer.forward(evaluator, constants, values.getFirst());
            };
            GradientCheck.Result result = GradientCheck.of(
                    function, streams, List.of(streams.named("images").gaussian(Shape.of(6, 2, 2, 4))));
            // the bound of the operations' contract
            assertTrue(result.relativeError() < 1e-3, () -> layer + ", seed " + SEED + ": " + result);
        }
    }
}
