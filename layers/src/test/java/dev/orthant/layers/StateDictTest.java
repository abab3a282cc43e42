package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.SafeTensors;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A network that PyTorch wrote, `exchange.py mlp` of the tensor module's tests, with an input and PyTorch's output.
final class StateDictTest {
    private static final Sequential LAYERS = Sequential.of(new Linear(7, 1, 1), new Relu(), new Linear(3, 1, 1));

    @Test
    void aPyTorchNetworkPredictsTheSame() throws IOException {
        Map<String, Tensor> state = pytorch();
        Tensor inputs = Objects.requireNonNull(state.remove("inputs"));
        Tensor outputs = Objects.requireNonNull(state.remove("outputs"));
        Network network = Network.ofState(LAYERS, Shape.of(5), state);
        // 12 products of numbers of order 1, each sum rounded a dozen times: 12 · 2⁻²⁴ < 1e-6
        assertArrayEquals(outputs.toArray(), network.predict(inputs).toArray(), 1e-6f);
    }

    @Test
    void allThatIsWrongIsInOneErrorAndNothingChanges() throws IOException {
        Network network = Network.ofState(LAYERS, Shape.of(5), networkState());
        Map<String, Tensor> state = networkState();
        state.remove("0.bias");
        state.put("2.weight", Tensor.zeros(Shape.of(3, 8)));
        state.put("3.weight", Tensor.scalar(0));
        state.put("0.weight", Tensor.zeros(Shape.of(7, 5)));
        state.put("1.num_batches_tracked", Tensor.scalar(7));
        float[] before = network.weights().get("0.weight").toArray();
        var error = assertThrows(ShapeException.class, () -> network.weights().load(state));
        assertEquals(
                "load weights: 0.bias is missing; 2.weight is [3, 8] where [3, 7] is required; 3.weight is unexpected; "
                        + "load what was saved from a network of the same layers",
                error.getMessage());
        assertArrayEquals(before, network.weights().get("0.weight").toArray());
    }

    @Test
    void aStateIsWhatWasLoaded() throws IOException {
        Map<String, Tensor> state = networkState();
        Network network = Network.ofState(LAYERS, Shape.of(5), state);
        assertEquals(state.keySet(), network.weights().state().keySet());
        state.forEach((name, tensor) ->
                assertArrayEquals(tensor.toArray(), network.weights().get(name).toArray()));
    }

    private static Map<String, Tensor> networkState() throws IOException {
        Map<String, Tensor> state = pytorch();
        state.remove("inputs");
        state.remove("outputs");
        return state;
    }

    private static Map<String, Tensor> pytorch() throws IOException {
        String name = "pytorch-mlp.safetensors";
        try (InputStream bytes = Objects.requireNonNull(StateDictTest.class.getResourceAsStream(name), name);
                SafeTensors file = SafeTensors.of(name, bytes.readAllBytes())) {
            return new LinkedHashMap<>(file.tensors());
        }
    }
}
