package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.autograd.op.Norm;
import dev.orthant.layers.nets.Transformer;
import dev.orthant.layers.nets.TransformerBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SequenceLayersTest {
    private static final long SEED = 77;
    private static final Layer NET = Transformer.decoder(11, 6, 8, 2, 2, 0.8);

    private static Network network(Layer layer, int... input) {
        return Network.create(layer, Shape.of(input), new Initialiser.UniformFanIn(), Streams.ofSeed(SEED));
    }

    @Test
    void aCausalTransformerDoesNotLookAhead() {
        Network network = network(NET, 6);
        Tensor text = Tensor.of(Shape.of(1, 6), 1, 5, 10, 0, 3, 3);
        Tensor other = Tensor.of(Shape.of(1, 6), 1, 5, 10, 0, 7, 2);
        float[] scores = network.predict(text).toArray();
        float[] otherScores = network.predict(other).toArray();
        assertArrayEquals(Arrays.copyOf(scores, 4 * 11), Arrays.copyOf(otherScores, 4 * 11));
        assertFalse(Arrays.equals(scores, otherScores));
    }

    @Test
    void withoutAMaskEveryPlaceSeesEveryOther() {
        Network network = network(new MultiHeadAttention(2, AttentionMask.NONE), 3, 4);
        Tensor text = Streams.ofSeed(SEED).gaussian(Shape.of(1, 3, 4));
        Tensor other = text.copy();
        other.span().array()[11] += 1;
        float[] scores = network.predict(text).toArray();
        float[] otherScores = network.predict(other).toArray();
        for (int place = 0; place < 3; place++) {
            assertNotEquals(scores[place * 4], otherScores[place * 4]);
        }
    }

    @Test
    void everyExampleIsForItselfWhateverTheBatch() {
        Network network = network(NET, 6);
        Tensor texts = Tensor.of(Shape.of(3, 6), 1, 5, 10, 0, 3, 3, 0, 0, 0, 0, 0, 0, 9, 8, 7, 6, 5, 4);
        float[] all = network.predict(texts).toArray();
        for (int i = 0; i < 3; i++) {
            float[] one = network.predict(texts.rows(i, i + 1)).toArray();
            // Products of other sizes add in another order: a few roundings of numbers of order 1.
            assertArrayEquals(Arrays.copyOfRange(all, i * 66, (i + 1) * 66), one, 1e-5f, "seed " + SEED);
        }
        assertEquals(
                Shape.of(0, 6, 11),
                network.predict(Tensor.zeros(Shape.of(0, 6))).shape());
    }

    @Test
    void aCheckpointedBlockHasTheSameLossAndGradientsDropoutIncluded() {
        Layer block = new TransformerBlock(2, 16, AttentionMask.CAUSAL, 0.8);
        Network plain = network(block, 5, 8);
        Network checkpointed = network(new CheckpointedLayer(block), 5, 8);
        Weights expected = gradient(plain);
        Weights actual = gradient(checkpointed);
        assertTrue(expected.norm() > 0.01);
        assertEquals(0, expected.minus(actual).norm(), 1e-6 * expected.norm(), "seed " + SEED);
        assertThrows(IllegalArgumentException.class, () -> new CheckpointedLayer(new BatchNorm()).weights(Shape.of(4)));
    }

    private static Weights gradient(Network network) {
        Tape tape = new Tape();
        NamedValues weights =
                NamedValues.variables(tape, network.weights()).in(new Mode.Training(Streams.ofSeed(SEED)));
        Tensor inputs = Streams.ofSeed(SEED).named("inputs").gaussian(Shape.of(2, 5, 8));
        Value scores = network.layer().forward(tape, weights, tape.constant(inputs));
        Value loss = tape.apply(new Norm(), scores);
        return weights.gradients(network.weights(), tape.backward(loss));
    }

    @Test
    void aSmallTransformerLearnsACycle() {
        Network network = network(Transformer.decoder(5, 8, 16, 2, 1, 1), 8);
        float[] numbers = new float[8];
        float[] next = new float[8];
        for (int i = 0; i < 8; i++) {
            numbers[i] = i % 5;
            next[i] = (i + 1) % 5;
        }
        float loss = Float.NaN;
        for (int step = 0; step < 60; step++) {
            Tape tape = new Tape();
            NamedValues weights = NamedValues.variables(tape, network.weights());
            Value scores = network.layer().forward(tape, weights, tape.constant(Tensor.of(Shape.of(1, 8), numbers)));
            Value value = new CrossEntropy().of(tape, scores, tape.constant(Tensor.of(Shape.of(1, 8), next)));
            loss = value.tensor().item();
            Gradients gradients = tape.backward(value);
            for (Weight weight : weights.gradients(network.weights(), gradients).all()) {
                Span numbersOf = network.weights().get(weight.name()).span();
                ActiveKernels.get().addScaled(numbersOf, -0.1f, weight.tensor().span());
            }
        }
        // It begins at log 5 = 1.6.
        assertTrue(loss < 0.3, "loss " + loss + ", seed " + SEED);
    }

    @Test
    void wrongInputsAreNamed() {
        Network network = network(NET, 6);
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> network.predict(Tensor.of(Shape.of(1, 6), 0, 0, 11, 0, 0, 0)))
                .getMessage());
        assertTrue(message.startsWith("embedding: number 2 of the input is 11.0"), message);
        assertThrows(ShapeException.class, () -> NET.output(Shape.of(7)));
        assertThrows(ShapeException.class, () -> new MultiHeadAttention(3, AttentionMask.NONE).output(Shape.of(2, 4)));
    }
}
