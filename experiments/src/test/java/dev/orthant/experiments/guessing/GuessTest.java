package dev.orthant.experiments.guessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Sum;
import dev.orthant.experiments.classification.Perceptrons;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Linear;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import org.junit.jupiter.api.Test;

class GuessTest {
    private static final long SEED = 20_261_121;
    private static final int BATCH = 5;
    private static final Network NETWORK = Network.create(
            Perceptrons.of(2, 12, 3, width -> new Linear(width, 2, 0), new Relu()),
            Shape.of(8),
            new Initialiser.Prior(),
            Streams.ofSeed(SEED));
    private static final Tensor INPUTS = Streams.ofSeed(SEED).named("inputs").gaussian(Shape.of(BATCH, 8));

    /// A guess by all transposes is the gradient of ⟨error, scores⟩ at the error that it drew for the output.
    @Test
    void allTransposesAreBackpropagationOfARandomError() {
        Streams streams = Streams.ofSeed(SEED).named("guess");
        Weights guess = Guess.TRANSPOSES.direction(Features.of(NETWORK.weights(), INPUTS), streams);

        Tensor error = streams.indexed(2).gaussian(Shape.of(BATCH, 3));
        Tape tape = new Tape();
        NamedValues weights = NamedValues.variables(tape, NETWORK.weights());
        Value scores = NETWORK.layer().forward(tape, weights, tape.constant(INPUTS));
        Value product = tape.apply(new Sum(), tape.apply(new Multiply(), scores, tape.constant(error)));
        Weights exact = weights.gradients(NETWORK.weights(), tape.backward(product));
        guess.all()
                .forEach(matrix -> assertArrayEquals(
                        exact.get(matrix.name()).toArray(), matrix.tensor().toArray(), 1e-4f, matrix.name()));
    }

    /// All guesses but that of weights keep out of what the rectifiers hide, and so does the gradient.
    @Test
    void guessesHaveTheFormOfTheWeightsAndStayInTheSpanOfTheFeatures() {
        Features features = Features.of(NETWORK.weights(), Tensor.zeros(Shape.of(BATCH, 8)));
        for (Guess guess : Guess.values()) {
            Weights direction = guess.direction(features, Streams.ofSeed(SEED));
            NETWORK.weights().requireSameForm(guess.name(), direction);
            assertEquals(guess == Guess.WEIGHTS, direction.norm() > 0, guess.name()); // features of zeros span nothing
        }
    }

    @Test
    void theEffectiveRankCountsDirections() {
        Tensor orthogonal = Tensor.of(Shape.of(3, 3), 2, 0, 0, 0, 2, 0, 0, 0, 2);
        Tensor parallel = Tensor.of(Shape.of(2, 2), 1, 2, 2, 4);

        assertEquals(3, rank(orthogonal), 1e-6);
        assertEquals(1, rank(parallel), 1e-6);
    }

    private static double rank(Tensor inputs) {
        Network linear = Network.create(
                Perceptrons.of(0, 1, 2, Linear::of, new Relu()),
                Shape.of(inputs.shape().axis(1)),
                new Initialiser.Prior(),
                Streams.ofSeed(SEED));
        return Features.of(linear.weights(), inputs).effectiveRank();
    }

    @Test
    void cosines() {
        Weights weights = NETWORK.weights();

        assertEquals(1, Alignment.cosine(weights, weights.times(3)), 1e-6);
        assertEquals(0, Alignment.cosine(weights, weights.times(0)));
        assertTrue(Alignment.dot(weights, weights.times(-1)) < 0);
    }
}
