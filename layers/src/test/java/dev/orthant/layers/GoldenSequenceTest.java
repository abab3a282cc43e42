package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.autograd.loss.MeanSquaredError;
import dev.orthant.layers.activation.Gelu;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.layers.nets.TransformerBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A multilayer perceptron and a transformer block against numbers that PyTorch computed in float64:
/// `src/test/python/golden_sequence.py`. Weights load by PyTorch's names.
class GoldenSequenceTest {
    /// Relative to the largest number of a tensor. A float32 rounding is 6·10⁻⁸; scores and gradients go through some tens of
    /// them, and 20 steps of a descent that does not diverge add up their errors.
    private static final double TOLERANCE = 1e-4;

    private static final int STEPS = 20;

    private record Case(String name, Layer layer, Shape input, Loss loss, float rate) {}

    private static final List<Case> CASES = List.of(
            new Case(
                    "mlp",
                    Sequential.of(affine(9), new Gelu(), affine(7), new Tanh(), affine(4)),
                    Shape.of(6),
                    new CrossEntropy(0.1),
                    0.5f),
            new Case(
                    "block",
                    new TransformerBlock(2, 16, AttentionMask.CAUSAL, 1),
                    Shape.of(5, 8),
                    new MeanSquaredError(),
                    0.2f));

    private static Linear affine(int width) {
        return new Linear(width, 1, 1);
    }

    @TestFactory
    Stream<DynamicTest> scoresGradientsAndLossesOfTwentyStepsAreThoseOfPyTorch() {
        return CASES.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(Case each) throws IOException {
        Map<String, Tensor> golden = golden(each.name());
        Network network = Network.create(each.layer(), each.input(), new Initialiser.UniformFanIn(), Streams.ofSeed(0));
        network.weights().load(under("weight ", golden));
        Map<String, Tensor> gradients = under("gradient ", golden);
        Tensor inputs = get(golden, "inputs");
        Tensor targets = get(golden, "targets");
        Tensor losses = Tensor.zeros(Shape.of(STEPS));
        for (int step = 0; step < STEPS; step++) {
            Tape tape = new Tape();
            NamedValues values = NamedValues.variables(tape, network.weights());
            Value scores = network.layer().forward(tape, values, tape.constant(inputs));
            Value loss = each.loss().of(tape, scores, tape.constant(targets));
            losses.span().array()[step] = loss.tensor().item();
            Weights gradient = values.gradients(network.weights(), tape.backward(loss));
            if (step == 0) {
                assertClose("scores", get(golden, "scores"), scores.tensor());
                assertEquals(gradients.keySet(), gradient.state().keySet());
                gradient.state().forEach((name, actual) -> assertClose(name, get(gradients, name), actual));
            }
            for (Weight weight : gradient.all()) {
                Span moved = network.weights().get(weight.name()).span();
                ActiveKernels.get()
                        .addScaled(moved, -each.rate(), weight.tensor().span());
            }
        }
        assertClose("losses", get(golden, "losses"), losses);
    }

    private static void assertClose(String what, Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape(), what);
        double largest = 0;
        for (float number : expected.toArray()) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertTrue(largest > 0, what);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.toArray()[i], actual.toArray()[i], TOLERANCE * largest, what + " at " + i);
        }
    }

    private static Tensor get(Map<String, Tensor> golden, String name) {
        Tensor tensor = golden.get(name);
        if (tensor == null) {
            throw new AssertionError("no " + name + " in " + golden.keySet());
        }
        return tensor;
    }

    private static Map<String, Tensor> under(String prefix, Map<String, Tensor> golden) {
        Map<String, Tensor> tensors = new TreeMap<>();
        golden.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
            }
        });
        return tensors;
    }

    private static Map<String, Tensor> golden(String network) throws IOException {
        Map<String, Tensor> tensors = new TreeMap<>();
        try (InputStream file = GoldenSequenceTest.class.getResourceAsStream("/golden/sequence.tsv")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                String[] fields = line.split("\t", -1);
                if (fields[0].equals(network)) {
                    int[] axes = Arrays.stream(fields[2].split(",", -1))
                            .mapToInt(Integer::parseInt)
                            .toArray();
                    String[] words = fields[3].split(" ", -1);
                    float[] numbers = new float[words.length];
                    for (int i = 0; i < words.length; i++) {
                        numbers[i] = Float.parseFloat(words[i]);
                    }
                    tensors.put(fields[1], Tensor.wrap(Shape.of(axes), numbers));
                }
            }
        }
        return tensors;
    }
}
