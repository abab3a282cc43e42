package dev.orthant.experiments.madam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.check.GradientCheck;
import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.Allocation;
import dev.orthant.experiments.classification.Look;
import dev.orthant.experiments.classification.Perceptrons;
import dev.orthant.experiments.classification.Task;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.activation.Relu;
import dev.orthant.optimizers.IntegerMadam;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelPerceptronTest {
    private static final long SEED = 5;
    private static final int BATCH = 7;

    private final Streams streams = Streams.ofSeed(SEED);

    private Network network(int inputs, int width) {
        return Network.create(
                Perceptrons.of(1, width, 3, Perceptrons::withBias, new Relu()),
                Shape.of(inputs),
                new Initialiser.UniformFanIn(),
                streams.named("initial"));
    }

    private Examples examples(int inputs) {
        int[] labels = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            labels[i] = i % 3;
        }
        return Examples.of("noise", streams.named("inputs").gaussian(Shape.of(BATCH, inputs)), labels, 3);
    }

    private static IntegerMadam rule(double beta) {
        return new IntegerMadam(8, 0.01, 1, 3, 10, beta, IntegerMadam.Start.NEAREST, 0);
    }

    /// 130 and 70 make blocks of rows and of columns that do not divide the matrix.
    @Test
    void scoresAndTheStepAreThoseOfTheDecodedNetwork() {
        Network network = network(130, 70);
        Examples examples = examples(130);
        Tensor targets = Task.oneHot(examples, 1);
        IntegerMadam rule = rule(0); // N is the sign of the gradient: a level moves by one
        LevelPerceptron perceptron = new LevelPerceptron(rule, network.weights().copy());
        Weights first = perceptron.decoded(network.weights());
        network.weights().load(first.state());
        Look look = Look.at(network, new SoftCrossEntropy(), examples.inputs(), targets);

        LevelPerceptron.Answer answer = perceptron.step(examples.inputs(), targets, new SoftCrossEntropy(), 1);

        // Sums of 130 and of 70 products of numbers of order 1, in another order.
        assertEquals(look.loss(), answer.loss(), 1e-5, "seed " + SEED);
        double largestGradient = 0;
        for (Weight weight : look.gradient().all()) {
            for (float g : weight.tensor().toArray()) {
                largestGradient = Math.max(largestGradient, Math.abs(g));
            }
        }
        Weights second = perceptron.decoded(network.weights());
        int moved = 0;
        int looked = 0;
        for (Weight weight : second.all()) {
            float[] now = weight.tensor().toArray();
            float[] then = first.get(weight.name()).toArray();
            float[] gradient = look.gradient().get(weight.name()).toArray();
            for (int i = 0; i < now.length; i++) {
                if (Math.abs(gradient[i]) > 1e-5 * largestGradient) { // of which rounding leaves the sign
                    double levels = Math.log(now[i] / then[i]) / rule.precision();
                    double wanted = -Math.signum(gradient[i]) * Math.signum(then[i]);
                    boolean atAnEnd = Math.abs(levels) < 0.5; // the largest or the smallest level already
                    assertTrue(
                            atAnEnd || Math.abs(levels - wanted) < 1e-3,
                            weight.name() + " " + i + ": " + levels + ", seed " + SEED);
                    moved += atAnEnd ? 0 : 1;
                    looked++;
                }
            }
        }
        // Weights are uniform in ±a and m is √3 a, the smallest level 0.135 a: there lie 13.5 %, and half of them
        // would go on downwards. Six standard errors of that share of half of the weights are 2 points.
        assertTrue(looked > 0.4 * network.weights().size(), looked + " weights have a gradient");
        assertTrue(moved > (1 - 0.068 - 0.02) * looked, moved + " of " + looked + " weights moved");
    }

    @Test
    void theProductsAreTheirOwnGradients() {
        LevelMatrix matrix = matrix();
        for (var op : List.of(new DecodedProduct(matrix), new DecodedProduct.Carried(matrix))) {
            int columns = op instanceof DecodedProduct ? matrix.columns() : matrix.rows();
            Tensor point = streams.named("point").gaussian(Shape.of(BATCH, columns));
            double error = GradientCheck.of(op, streams, point).relativeError();
            assertTrue(error < 1e-3, op.name() + ": " + error + ", seed " + SEED); // linear: rounding alone
        }
    }

    private LevelMatrix matrix() {
        Network network = network(130, 70);
        IntegerMadam.State state = rule(0.5).start(network.weights());
        float largest = List.copyOf(state.largest().all()).getFirst().tensor().item();
        return new LevelMatrix(state.levels().getFirst(), 0.01, largest, 70, 130);
    }

    @Test
    void trainingNeverHoldsTheWeightsAsNumbers() {
        int inputs = 1000;
        int width = 1000;
        Network network = network(inputs, width);
        Examples examples = examples(inputs);
        Tensor targets = Task.oneHot(examples, 1);
        LevelPerceptron perceptron =
                new LevelPerceptron(rule(0.9), network.weights().copy());
        // Half of what the weights take as numbers of 4 bytes, and the gradient as much again.
        long allowed = 2 * network.weights().size();
        long bytes = Allocation.settled(
                allowed, () -> perceptron.step(examples.inputs(), targets, new SoftCrossEntropy(), 1));
        assertTrue(bytes <= allowed, "a step allocates " + bytes + " bytes; " + allowed + " are allowed");
        double perWeight = (double) perceptron.weightBytes() / network.weights().size();
        assertTrue(perWeight <= 1.2, perWeight + " bytes per weight");
    }
}
