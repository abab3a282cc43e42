package dev.orthant.layers.export;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The graph of an ONNX model as it grows: nodes in the order of the computation, and the constants that they use. The
/// numbers of the fields are those of `onnx.proto3`.
final class OnnxGraph {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final ProtobufMessage graph = new ProtobufMessage();
    private int names;

    /// A node with attributes to be added, which is in the graph once [#to] has named its output.
    final class Node {
        private final ProtobufMessage message = new ProtobufMessage();
        private final String operator;

        private Node(String operator, String... inputs) {
            this.operator = operator;
            Arrays.stream(inputs).forEach(input -> message.text(1, input));
        }

        Node with(String name, long value) {
            return attribute(
                    new ProtobufMessage().text(1, name).number(3, value).number(20, ATTRIBUTE_INT));
        }

        Node with(String name, float value) {
            return attribute(
                    new ProtobufMessage().text(1, name).float32(2, value).number(20, ATTRIBUTE_FLOAT));
        }

        Node with(String name, int... values) {
            ProtobufMessage attribute = new ProtobufMessage().text(1, name);
            Arrays.stream(values).forEach(value -> attribute.number(8, value));
            return attribute(attribute.number(20, ATTRIBUTE_INTS));
        }

        /// @return a fresh name for the output
        String to() {
            return to(fresh(operator));
        }

        /// @return the name of the output
        String to(String output) {
            graph.message(1, message.text(2, output).text(3, "make " + output).text(4, operator));
            return output;
        }

        private Node attribute(ProtobufMessage attribute) {
            message.message(5, attribute);
            return this;
        }
    }

    Node node(String operator, String... inputs) {
        return new Node(operator, inputs);
    }

    /// A constant under this name.
    ///
    /// @return the name
    String constant(String name, Tensor tensor) {
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, tensor.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(tensor.toArray());
        ProtobufMessage message = new ProtobufMessage();
        for (int axis : tensor.shape().toArray()) {
            message.number(1, axis);
        }
        graph.message(5, message.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
        return name;
    }

    String scalar(float value) {
        return constant(fresh("constant"), Tensor.scalar(value));
    }

    /// A row of whole numbers, such as a shape.
    String wholeNumbers(int... values) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(raw::putLong);
        String name = fresh("shape");
        ProtobufMessage message = new ProtobufMessage().number(1, values.length);
        graph.message(5, message.number(2, INT64).text(8, name).bytes(9, raw.array()));
        return name;
    }

    /// A name that no weight has.
    String fresh(String stem) {
        return stem + "#" + names++;
    }

    /// The graph with its input and output, `[batch, …]` each, the length of the batch open.
    ProtobufMessage finish(String input, Shape inputExample, String output, Shape outputExample) {
        return graph.text(2, "orthant")
                .message(11, value(input, inputExample))
                .message(12, value(output, outputExample));
    }

    private static ProtobufMessage value(String name, Shape example) {
        ProtobufMessage shape = new ProtobufMessage().message(1, new ProtobufMessage().text(2, "batch"));
        for (int axis : example.toArray()) {
            shape.message(1, new ProtobufMessage().number(1, axis));
        }
        ProtobufMessage tensorType = new ProtobufMessage().number(1, FLOAT).message(2, shape);
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensorType));
    }
}
