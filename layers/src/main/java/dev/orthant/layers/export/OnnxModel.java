package dev.orthant.layers.export;

import dev.orthant.autograd.Op;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.DurableFile;
import dev.orthant.tensor.weights.Weight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network as an ONNX model (IR version 8, opset 17), for onnxruntime and whoever else reads it.
///
/// The model takes `input`, `[batch, …]` with images channels-last as everywhere in Orthant, and gives `output`,
/// `[batch, …]`, for any batch. It is the network as it predicts: what does not depend on the input is computed here, so
/// that a batch normalisation leaves as a product and a sum. Weights keep their names.
///
/// ```java
/// Network lenet = Network.create(LeNet.of(10), Shape.of(28, 28, 1), new Initialiser.He(), Streams.ofSeed(0));
/// OnnxModel.write(folder.resolve("lenet.onnx"), lenet);
/// long weights = 4 * lenet.weights().size();      // bytes of float32
/// long rest = Files.size(folder.resolve("lenet.onnx")) - weights;
/// 0 < rest && rest < weights / 50;                // → true
/// ```
///
/// Source: the ONNX specification, `onnx.proto3` and the operators of opset 17.
///
/// @since 0.1.0
public final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private OnnxModel() {}

    /// Writes the model. The file is there complete, or is what it was before.
    ///
    /// @param path    of the file, which is replaced if it exists
    /// @param network as it predicts
    /// @throws IllegalArgumentException naming the operation, if the network applies one that is not exported
    /// @throws IOException              if the file cannot be written
    public static void write(Path path, Network network) throws IOException {
        DurableFile.replace(path, bytes(network));
    }

    /// {@return the content of the file}
    ///
    /// @param network as it predicts; recorded by one pass over an example of zeros
    /// @throws IllegalArgumentException naming the operation, if the network applies one that is not exported
    public static byte[] bytes(Network network) {
        int[] axes = network.input().toArray();
        int[] one = new int[axes.length + 1];
        one[0] = 1;
        System.arraycopy(axes, 0, one, 1, axes.length);
        try (Tape tape = new Tape()) {
            Value input = tape.variable(Tensor.zeros(Shape.of(one)));
            List<Value> weights = new ArrayList<>();
            Writer writer = new Writer(new OnnxGraph(), new IdentityHashMap<>(), new IdentityHashMap<>());
            for (Weight weight : network.weights().all()) {
                Value value = tape.constant(weight.tensor());
                weights.add(value);
                writer.constants().put(value, weight.name());
            }
            Value output = network.layer().forward(tape, NamedValues.of(network.weights(), weights), input);
            return writer.model(
                    tape, input, network.input(), output, network.layer().output(network.input()));
        }
    }

    /// @param constants names that weights have before any node uses them
    /// @param written   names of what is in the graph
    private record Writer(OnnxGraph graph, Map<Value, String> constants, Map<Value, String> written) {
        byte[] model(Tape tape, Value input, Shape inputExample, Value output, Shape outputExample) {
            written.put(input, INPUT);
            for (Tape.Node node : tape.recorded()) {
                node.operation().ifPresent(operation -> written.put(node.output(), add(operation, node.inputs())));
            }
            graph.node("Identity", name(output)).to(OUTPUT); // a network may be the identity
            ProtobufMessage opset = new ProtobufMessage().text(1, "").number(2, OPSET);
            return new ProtobufMessage()
                    .number(1, IR_VERSION)
                    .text(2, "Orthant")
                    .message(7, graph.finish(INPUT, inputExample, OUTPUT, outputExample))
                    .message(8, opset)
                    .toByteArray();
        }

        private String add(Op operation, List<Value> inputs) {
            Optional<String> output = switch (operation) {
                case Op.Unary unary ->
                    new OnnxOperators(graph)
                            .unary(
                                    unary,
                                    name(inputs.get(0)),
                                    lastAxis(inputs.get(0).tensor()));
                case Op.Binary binary ->
                    new OnnxOperators(graph)
                            .binary(
                                    binary,
                                    name(inputs.get(0)),
                                    name(inputs.get(1)),
                                    inputs.get(1).tensor().shape());
                case Op.Many many ->
                    new OnnxOperators(graph)
                            .many(
                                    many,
                                    inputs.stream().map(this::name).toList(),
                                    inputs.stream()
                                            .map(input -> input.tensor().shape())
                                            .toList());
            };
            return output.orElseThrow(() -> new IllegalArgumentException("onnx: the operation " + operation
                    + " came; it is not exported; leave out the layer that applies it"));
        }

        /// What does not depend on the input is a constant, written when it is first used.
        private String name(Value value) {
            return written.computeIfAbsent(
                    value,
                    fresh -> graph.constant(constants.getOrDefault(fresh, graph.fresh("constant")), fresh.tensor()));
        }

        private static int lastAxis(Tensor tensor) {
            return tensor.shape().rank() == 0 ? 1 : tensor.shape().axis(-1);
        }
    }
}
