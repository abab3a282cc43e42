package dev.orthant.layers.nets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Exp;
import dev.orthant.autograd.op.Log;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.autograd.op.Sum;
import dev.orthant.autograd.op.SumColumns;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Mode;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.tensor.BufferPool;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.SafeTensors;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Convolutional networks against numbers that PyTorch computed in float64: `src/test/python/golden_cnn.py`, which says what
/// the files hold. The state dict of every network loads by name.
class GoldenNetworksTest {
    private static final int EXAMPLES = 6;
    private static final int OUTPUTS = 10;

    /// Float32 rounds by u = 6·10⁻⁸. A number passes at most 20 layers, whose normalisations and sums of mixed signs multiply
    /// its relative error by a few each in the worst channel; the 20 steps of the trajectory add up their errors. That makes
    /// some 10⁻⁶ as long as no rectifier's input and no two numbers of a window lie within their errors of 0 and of each
    /// other; the script says how that was seen to. A wrong factor, border or statistic shows at 10⁻² or more.
    private static final double TOLERANCE = 1e-4;

    @Test
    void leNet() throws IOException {
        compare("lenet", LeNet.of(OUTPUTS, 8, 16, 24, 20), 28, 1, 0.05f);
    }

    @Test
    void vgg11() throws IOException {
        compare("vgg11", Vgg11.of(OUTPUTS, 3, false), 32, 3, 0.05f);
    }

    @Test
    void resNet20() throws IOException {
        compare("resnet20", ResNet.small(OUTPUTS, 4, 3, 3), 16, 3, 0.01f);
    }

    private static void compare(String name, Layer layer, int size, int channels, float rate) throws IOException {
        Map<String, Tensor> golden = read("/golden/" + name + ".safetensors");
        Tensor images = images(size, channels);
        Network network =
                Network.create(layer, Shape.of(size, size, channels), new Initialiser.Prior(), Streams.ofSeed(0));
        network.weights().load(under("state.", golden));
        assertClose(get(golden, "scores.predict"), network.predict(images), name + ", prediction");

        float[] losses = get(golden, "losses").toArray();
        BufferPool pool = new BufferPool(); // fills what is handed back with NaN: every result must be written in full
        for (int step = 0; step < losses.length; step++) {
            try (Tape tape = new Tape(pool)) {
                NamedValues weights = NamedValues.variables(tape, network.weights())
                        .in(new Mode.Training(Streams.ofSeed(0).indexed(step)));
                Value scores = layer.forward(tape, weights, tape.constant(images));
                Value loss = crossEntropy(tape, scores);
                assertEquals(
                        losses[step],
                        loss.tensor().item(),
                        TOLERANCE * losses[step],
                        name + ", loss before step " + step);
                Weights gradients = weights.gradients(network.weights().trainable(), tape.backward(loss));
                if (step == 0) {
                    assertClose(get(golden, "scores.train"), scores.tensor(), name + ", training pass");
                    compareGradients(name, under("gradient.", golden), gradients.state());
                }
                descend(network.weights(), gradients, rate);
            }
        }
        assertClose(get(golden, "scores.after"), network.predict(images), name + ", prediction after the steps");
    }

    private static void compareGradients(String name, Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        actual.forEach(
                (weight, gradient) -> assertClose(get(expected, weight), gradient, name + ", gradient of " + weight));
    }

    private static void descend(Weights weights, Weights gradients, float rate) {
        for (Weight gradient : gradients.all()) {
            float[] numbers = weights.get(gradient.name()).span().array();
            float[] slope = gradient.tensor().toArray();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] -= rate * slope[i];
            }
        }
    }

    /// Mean over the examples of log Σ e^score − score of the label.
    private static Value crossEntropy(Evaluator evaluator, Value scores) {
        Tensor labels = Tensor.zeros(Shape.of(EXAMPLES, OUTPUTS));
        for (int n = 0; n < EXAMPLES; n++) {
            labels.span().array()[n * OUTPUTS + 7 * n % OUTPUTS] = 1;
        }
        Value normaliser =
                evaluator.apply(new Log(), evaluator.apply(new SumColumns(), evaluator.apply(new Exp(), scores)));
        Value chosen =
                evaluator.apply(new SumColumns(), evaluator.apply(new Multiply(), scores, evaluator.constant(labels)));
        Value total = evaluator.apply(new Sum(), evaluator.apply(new Subtract(), normaliser, chosen));
        return evaluator.apply(new Scale(1f / EXAMPLES), total);
    }

    private static Tensor images(int size, int channels) {
        Tensor images = Tensor.zeros(Shape.of(EXAMPLES, size, size, channels));
        int i = 0;
        for (int n = 0; n < EXAMPLES; n++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    for (int c = 0; c < channels; c++) {
                        images.span().array()[i++] = (float) Math.sin(0.1 * (n + 1) * (y + 1) + 0.2 * (c + 1) * x + n);
                    }
                }
            }
        }
        return images;
    }

    /// ‖actual − expected‖ / ‖expected‖
    private static void assertClose(Tensor expected, Tensor actual, String what) {
        assertEquals(expected.shape(), actual.shape(), what);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.size(); i++) {
            double distance = (double) expected.span().array()[expected.span().from() + i]
                    - actual.span().array()[actual.span().from() + i];
            difference += distance * distance;
            norm += Math.pow(expected.span().array()[expected.span().from() + i], 2);
        }
        double relative = Math.sqrt(difference / norm);
        assertTrue(relative <= TOLERANCE, what + ": the relative difference is " + relative);
    }

    private static Map<String, Tensor> read(String resource) throws IOException {
        try (InputStream stream = GoldenNetworksTest.class.getResourceAsStream(resource)) {
            assertNotNull(stream, resource);
            try (SafeTensors file = SafeTensors.of(resource, stream.readAllBytes())) {
                return file.tensors();
            }
        }
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        assertNotNull(tensor, name);
        return tensor;
    }

    private static Map<String, Tensor> under(String prefix, Map<String, Tensor> tensors) {
        Map<String, Tensor> inside = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                inside.put(name.substring(prefix.length()), tensor);
            }
        });
        return inside;
    }
}
