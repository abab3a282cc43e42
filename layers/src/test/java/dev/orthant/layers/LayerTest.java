package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.check.GradientCheck;
import dev.orthant.autograd.op.Norm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerTest {
    private static final long SEED = 11;

    @Test
    void aLinearLayerComputesWxPlusB() {
        Weights weights = Weights.of(List.of(
                new Weight("weight", Role.MATRIX, Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)),
                new Weight("bias", Role.BIAS, Tensor.of(Shape.of(2), 10, 20))));
        Network network = new Network(new Linear(2, 1, 1), Shape.of(3), weights);
        Tensor scores = network.predict(Tensor.of(Shape.of(2, 3), 1, 0, 0, 1, 1, 1));
        assertArrayEquals(new float[] {11, 24, 16, 35}, scores.toArray());
    }

    @Test
    void weightsAreNamedAndShapedAsInPyTorch() {
        Layer network = Sequential.multilayerPerceptron(3, 5, 1);
        List<String> specs = network.weights(Shape.of(7)).stream()
                .map(spec -> spec.name() + " " + spec.shape())
                .toList();
        assertEquals(List.of("0.weight [5, 7]", "2.weight [5, 5]", "4.weight [1, 5]"), specs);
        assertEquals(Shape.of(1), network.output(Shape.of(7)));
    }

    @Test
    void errorsNameTheLayerAndWhatItNeeds() {
        ShapeException flat =
                assertThrows(ShapeException.class, () -> Linear.of(3).output(Shape.of(28, 28)));
        assertEquals(
                "linear: an example is [28, 28]; one axis of at least 1 is required; flatten it before this layer",
                flat.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Linear.of(0));
        assertThrows(IllegalArgumentException.class, () -> Sequential.multilayerPerceptron(0, 4, 1));
        Network network = Network.create(Linear.of(2), Shape.of(3), new Initialiser.Prior(), Streams.ofSeed(SEED));
        ShapeException batch = assertThrows(ShapeException.class, () -> network.predict(Tensor.zeros(Shape.of(2, 4))));
        assertEquals(
                "network: the batch is [2, 4] but one example is [3]; a batch axis before it is required",
                batch.getMessage());
        Network other = new Network(Linear.of(2), Shape.of(3), Weights.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> other.predict(Tensor.zeros(Shape.of(1, 3))));
    }

    @Test
    void initialisersHaveTheVarianceTheyState() {
        WeightSpec spec = new WeightSpec("weight", Role.MATRIX, Shape.of(200, 500), 500, 2.0 / 500);
        int count = 100_000;
        double prior = variance(new Initialiser.Prior().draw(spec, Streams.ofSeed(SEED)));
        // The variance of a sample variance is 2σ⁴/n for Gaussians; five standard errors.
        assertEquals(2.0 / 500, prior, 5 * (2.0 / 500) * Math.sqrt(2.0 / count), "seed " + SEED);
        Tensor uniform = new Initialiser.UniformFanIn().draw(spec, Streams.ofSeed(SEED));
        double bound = 1 / Math.sqrt(500);
        for (float number : uniform.toArray()) {
            assertTrue(Math.abs(number) <= bound * (1 + 1e-6), "seed " + SEED);
        }
        // (E x⁴ − σ⁴)/n = (b⁴/5 − b⁴/9)/n for uniforms on [−b, b]; five standard errors.
        double standardError = bound * bound * Math.sqrt((1.0 / 5 - 1.0 / 9) / count);
        assertEquals(1.0 / 1500, variance(uniform), 5 * standardError, "seed " + SEED);
    }

    @Test
    void addingALayerDoesNotChangeTheWeightsBeforeIt() {
        Initialiser prior = new Initialiser.Prior();
        Weights shallow =
                prior.draw(Sequential.of(Linear.of(4), new ScaledRelu()).weights(Shape.of(3)), Streams.ofSeed(SEED));
        Weights deep = prior.draw(
                Sequential.of(Linear.of(4), new ScaledRelu(), Linear.of(2)).weights(Shape.of(3)), Streams.ofSeed(SEED));
        assertArrayEquals(
                shallow.get("0.weight").toArray(), deep.get("0.weight").toArray());
    }

    @Test
    void theGradientOfANetworkIsTheDerivativeOfItsLoss() {
        Layer layer = Sequential.of(new Linear(6, 1, 0.1), new ScaledRelu(), new Linear(1, 1, 0.1));
        Streams streams = Streams.ofSeed(SEED);
        Weights weights = new Initialiser.Prior().draw(layer.weights(Shape.of(4)), streams);
        Tensor inputs = streams.named("inputs").gaussian(Shape.of(8, 4));
        List<Tensor> point = new ArrayList<>();
        weights.all().forEach(weight -> point.add(weight.tensor()));
        Computation loss = (evaluator, values) -> {
            NamedValues named = NamedValues.of(weights, values);
            return evaluator.apply(new Norm(), layer.forward(evaluator, named, evaluator.constant(inputs)));
        };
        GradientCheck.Result result = GradientCheck.of(loss, streams, point);
        // Rounding and truncation of the central difference (see the contract of the operations), and at most a few of
        // the 48 rectifiers that cross their kink within the step, each an error of order of the step.
        assertTrue(result.relativeError() < 5e-3, () -> "seed " + SEED + ": " + result);
    }

    @Test
    void gradientsComeInTheFormOfTheWeights() {
        Network network = Network.create(
                Sequential.multilayerPerceptron(2, 4, 1), Shape.of(3), new Initialiser.Prior(), Streams.ofSeed(SEED));
        Tape tape = new Tape();
        NamedValues values = NamedValues.variables(tape, network.weights());
        Value scores = network.layer().forward(tape, values, tape.constant(Tensor.filled(Shape.of(2, 3), 1)));
        Weights gradient = values.gradients(network.weights(), tape.backward(tape.apply(new Norm(), scores)));
        network.weights().requireSameForm("test", gradient);
        assertTrue(gradient.norm() > 0);
    }

    private static double variance(Tensor tensor) {
        double squares = 0;
        for (float number : tensor.toArray()) {
            squares += (double) number * number;
        }
        return squares / tensor.size();
    }

    @Test
    void dropoutActsInTrainingOnlyAndKeepsTheMean() {
        Network network = Network.create(
                Sequential.of(new Dropout(0.75)), Shape.of(1000), new Initialiser.Prior(), Streams.ofSeed(SEED));
        Tensor ones = Tensor.filled(Shape.of(64, 1000), 1);
        Eager eager = new Eager();
        NamedValues values = NamedValues.constants(eager, network.weights());
        Mode training = new Mode.Training(Streams.ofSeed(SEED));

        assertArrayEquals(ones.toArray(), network.predict(ones).toArray());
        float[] dropped = network.layer()
                .forward(eager, values.in(training), eager.constant(ones))
                .tensor()
                .toArray();
        double mean = 0;
        for (float number : dropped) {
            assertTrue(number == 0 || number == (float) (1 / 0.75), "feature " + number + ", seed " + SEED);
            mean += number / dropped.length;
        }
        // One feature has variance (1 − keep)/keep = 1/3.
        assertEquals(1, mean, 4 * Math.sqrt(1.0 / 3 / dropped.length), "seed " + SEED);
    }

    @Test
    void aWeightOfConstantBeginningIgnoresTheInitialiser() {
        WeightSpec gain = WeightSpec.constant("weight", Role.GAIN, Shape.of(3), 1);

        assertArrayEquals(
                new float[] {1, 1, 1},
                new Initialiser.UniformFanIn().draw(gain, Streams.ofSeed(SEED)).toArray());
    }

    @Test
    void buffersAreNoVariables() {
        Weights weights = Weights.of(List.of(
                new Weight("gain", Role.GAIN, Tensor.filled(Shape.of(2), 1)),
                new Weight("running_mean", Role.BUFFER, Tensor.zeros(Shape.of(2)))));
        Tape tape = new Tape();
        NamedValues values = NamedValues.variables(tape, weights);

        assertTrue(tape.isTracked(values.get("gain")));
        assertFalse(tape.isTracked(values.get("running_mean")));
        assertEquals(
                List.of("gain"),
                weights.trainable().all().stream().map(Weight::name).toList());
    }
}
