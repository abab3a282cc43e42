package dev.orthant.quality.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.orthant.layers.AvgPool2d;
import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.LayerNorm;
import dev.orthant.layers.Linear;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.Network;
import dev.orthant.layers.Parameterisation;
import dev.orthant.layers.Residual;
import dev.orthant.layers.ScaledRelu;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Abs;
import dev.orthant.layers.activation.Gelu;
import dev.orthant.layers.activation.LeakyRelu;
import dev.orthant.layers.activation.Sigmoid;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.layers.export.OnnxModel;
import dev.orthant.layers.nets.LeNet;
import dev.orthant.layers.nets.Mlp;
import dev.orthant.layers.nets.ResNet;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What onnxruntime predicts with an exported model, beside what the network predicts itself.
final class OnnxRuntimeTest {
    private static final Streams STREAMS = Streams.ofSeed(4);

    static Stream<Arguments> networks() {
        Conv2d uneven = new Conv2d(6, 3, 2, 2, new Padding.Zero(2, 1), 2, 3, 1, 1, Parameterisation.NTK);
        return Stream.of(
                Arguments.of("mlp", Mlp.of(10, 40, 30), Shape.of(28, 28, 1)),
                Arguments.of("lenet", LeNet.of(10), Shape.of(28, 28, 1)),
                Arguments.of("resnet-20", ResNet.resNet20(10), Shape.of(32, 32, 3)),
                Arguments.of(
                        "activations",
                        Sequential.of(
                                new Linear(9, 1, 1),
                                new Tanh(),
                                new Linear(9, 2, 0),
                                new Gelu(),
                                new LayerNorm(),
                                new Residual(Sequential.of(new Linear(9, 2, 1), new Sigmoid())),
                                new LeakyRelu(0.1),
                                new Abs(),
                                new ScaledRelu()),
                        Shape.of(5)),
                Arguments.of(
                        "windows",
                        Sequential.of(
                                uneven,
                                new Tanh(),
                                new MaxPool2d(3, 1, 1),
                                new AvgPool2d(2, 2, 1),
                                new Flatten(),
                                new Linear(4, 1, 1)),
                        Shape.of(13, 11, 3)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void onnxruntimePredictsTheSame(String name, Layer layer, Shape example) throws OrtException {
        Network network = Network.create(layer, example, new Initialiser.UniformFanIn(), STREAMS.named(name));
        disturb(network);
        for (int batch : new int[] {1, 3}) {
            int[] axes = new int[example.rank() + 1];
            axes[0] = batch;
            System.arraycopy(example.toArray(), 0, axes, 1, example.rank());
            Tensor inputs = STREAMS.named("inputs").gaussian(Shape.of(axes));
            Tensor expected = network.predict(inputs);
            float[] actual = onnxruntime(OnnxModel.bytes(network), inputs);
            assertEquals(expected.size(), actual.length);
            float[] numbers = expected.toArray();
            for (int i = 0; i < actual.length; i++) {
                assertEquals(numbers[i], actual[i], 1e-5 * Math.max(1, Math.abs(numbers[i])), name + " " + i);
            }
        }
    }

    /// Gains, offsets and running statistics that are not what they begin with.
    private static void disturb(Network network) {
        for (Weight weight : network.weights().all()) {
            if (weight.role() == Role.GAIN || weight.role() == Role.BUFFER) {
                float[] array = weight.tensor().span().array();
                float[] noise = STREAMS.named(weight.name())
                        .uniform(weight.tensor().shape())
                        .toArray();
                for (int i = 0; i < array.length; i++) {
                    array[i] += noise[i] / 2;
                }
            }
        }
    }

    private static float[] onnxruntime(byte[] model, Tensor inputs) throws OrtException {
        long[] shape = Arrays.stream(inputs.shape().toArray()).asLongStream().toArray();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(inputs.toArray()), shape);
                OrtSession.Result result = session.run(Map.of("input", tensor))) {
            assertEquals(List.of("output"), List.copyOf(session.getOutputNames()));
            FloatBuffer scores = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] numbers = new float[scores.remaining()];
            scores.get(numbers);
            return numbers;
        }
    }
}
