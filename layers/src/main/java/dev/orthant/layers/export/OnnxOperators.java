package dev.orthant.layers.export;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.op.Absolute;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.AddScalar;
import dev.orthant.autograd.op.AvgPool2d;
import dev.orthant.autograd.op.Conv2d;
import dev.orthant.autograd.op.Conv2dWithBias;
import dev.orthant.autograd.op.Cos;
import dev.orthant.autograd.op.Erf;
import dev.orthant.autograd.op.Exp;
import dev.orthant.autograd.op.Gelu;
import dev.orthant.autograd.op.LogSoftmax;
import dev.orthant.autograd.op.MatMul;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.autograd.op.MaxPool2d;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.MultiplyRow;
import dev.orthant.autograd.op.NormaliseRows;
import dev.orthant.autograd.op.Permute;
import dev.orthant.autograd.op.PiecewiseLinear;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.ScaledRelu;
import dev.orthant.autograd.op.Sigmoid;
import dev.orthant.autograd.op.Silu;
import dev.orthant.autograd.op.Sin;
import dev.orthant.autograd.op.Softmax;
import dev.orthant.autograd.op.Softplus;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.autograd.op.SumAlong;
import dev.orthant.autograd.op.Tanh;
import dev.orthant.autograd.op.WinogradConv2d;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Each operation as nodes of ONNX. Images are channels-last here and channels-first there: windows stand between two
/// transpositions, which runtimes remove where they meet.
///
/// @param graph to which the nodes are added
record OnnxOperators(OnnxGraph graph) {
    private static final int[] CHANNELS_FIRST = {0, 3, 1, 2};
    private static final int[] CHANNELS_LAST = {0, 2, 3, 1};

    /// Adds an operation on one tensor.
    ///
    /// @param input its name
    /// @param width of the last axis
    /// @return the name of the result; empty if the operation is not known here
    Optional<String> unary(Op.Unary operation, String input, int width) {
        return Optional.ofNullable(
                switch (operation) {
                    case PiecewiseLinear(float negative, float positive) -> slopes(input, negative, positive);
                    case ScaledRelu(float gain) ->
                        times(graph.node("Relu", input).to(), gain);
                    case Scale(float factor) -> times(input, factor);
                    case AddScalar(float summand) ->
                        graph.node("Add", input, graph.scalar(summand)).to();
                    case Absolute() -> graph.node("Abs", input).to();
                    case Tanh() -> graph.node("Tanh", input).to();
                    case Sigmoid() -> graph.node("Sigmoid", input).to();
                    case Softplus() -> graph.node("Softplus", input).to();
                    case Exp() -> graph.node("Exp", input).to();
                    case Erf() -> graph.node("Erf", input).to();
                    case Sin() -> graph.node("Sin", input).to();
                    case Cos() -> graph.node("Cos", input).to();
                    case Silu() ->
                        graph.node("Mul", input, graph.node("Sigmoid", input).to())
                                .to();
                    case Gelu() -> gelu(input);
                    case Softmax() ->
                        graph.node("Softmax", input).with("axis", -1L).to();
                    case LogSoftmax() ->
                        graph.node("LogSoftmax", input).with("axis", -1L).to();
                    case NormaliseRows(float epsilon) -> normalisedRows(input, width, epsilon);
                    case Reshape(Shape shape) -> reshaped(input, shape);
                    case Permute(int[] order) ->
                        graph.node("Transpose", input).with("perm", order).to();
                    case SumAlong(int axis) ->
                        graph.node("ReduceSum", input, graph.wholeNumbers(axis))
                                .with("keepdims", 0L)
                                .to();
                    case MaxPool2d(int window, int stride, int padding) ->
                        channelsLast(
                                pool("MaxPool", input, window, stride, padding).to());
                    case AvgPool2d(int window, int stride, int padding) ->
                        channelsLast(pool("AveragePool", input, window, stride, padding)
                                .with("count_include_pad", 1L)
                                .to());
                    default -> null;
                });
    }

    /// Adds an operation on two tensors.
    ///
    /// @param kernelShape of the right tensor
    /// @return the name of the result; empty if the operation is not known here
    Optional<String> binary(Op.Binary operation, String left, String right, Shape kernelShape) {
        return Optional.ofNullable(
                switch (operation) {
                    case MatMulTransposedRight() ->
                        graph.node("Gemm", left, right).with("transB", 1L).to();
                    case MatMul() -> graph.node("MatMul", left, right).to();
                    case Add(), AddRow() -> graph.node("Add", left, right).to();
                    case Subtract() -> graph.node("Sub", left, right).to();
                    case Multiply(), MultiplyRow() ->
                        graph.node("Mul", left, right).to();
                    case Conv2d convolution
                    when !(convolution.padding() instanceof Padding.Circular) ->
                        convolved(convolution, left, right, kernelShape);
                    case WinogradConv2d(Padding padding) ->
                        binary(new Conv2d(padding), left, right, kernelShape).orElse(null);
                    default -> null;
                });
    }

    /// Adds an operation on any number of tensors.
    ///
    /// @return the name of the result; empty if the operation is not known here
    Optional<String> many(Op.Many operation, List<String> inputs, List<Shape> shapes) {
        return operation instanceof Conv2dWithBias(Conv2d convolution)
                ? binary(convolution, inputs.get(0), inputs.get(1), shapes.get(1))
                        .map(sums -> graph.node("Add", sums, inputs.get(2)).to())
                : Optional.empty();
    }

    private String slopes(String input, float negative, float positive) {
        if (negative == 0) {
            return times(graph.node("Relu", input).to(), positive);
        }
        if (negative == -positive) {
            return times(graph.node("Abs", input).to(), positive);
        }
        if (positive == 0) {
            return times(slopes(graph.node("Neg", input).to(), 0, 1), -negative);
        }
        return times(
                graph.node("LeakyRelu", input)
                        .with("alpha", negative / positive)
                        .to(),
                positive);
    }

    /// X/2 ∘ (1 + erf(X/√2)), which opset 20 has as an operator of its own.
    private String gelu(String input) {
        String erf = graph.node("Erf", times(input, (float) Math.sqrt(0.5))).to();
        String twice = graph.node("Add", erf, graph.scalar(1)).to();
        return graph.node("Mul", times(input, 0.5f), twice).to();
    }

    private String normalisedRows(String input, int width, float epsilon) {
        String gain = graph.constant(graph.fresh("ones"), Tensor.filled(Shape.of(width), 1));
        return graph.node("LayerNormalization", input, gain)
                .with("axis", -1L)
                .with("epsilon", epsilon)
                .to();
    }

    /// The first axis grows with the batch; -1 says so.
    private String reshaped(String input, Shape shape) {
        int[] axes = shape.toArray();
        axes[0] = -1;
        return graph.node("Reshape", input, graph.wholeNumbers(axes)).to();
    }

    private String convolved(Conv2d convolution, String images, String filters, Shape shape) {
        int vertical = convolution.padding().vertical();
        int horizontal = convolution.padding().horizontal();
        return channelsLast(graph.node("Conv", channelsFirst(images), filters)
                .with("kernel_shape", shape.axis(2), shape.axis(3))
                .with("strides", convolution.stride(), convolution.stride())
                .with("dilations", convolution.dilation(), convolution.dilation())
                .with("group", (long) convolution.groups())
                .with("pads", vertical, horizontal, vertical, horizontal)
                .to());
    }

    private OnnxGraph.Node pool(String operator, String images, int window, int stride, int padding) {
        return graph.node(operator, channelsFirst(images))
                .with("kernel_shape", window, window)
                .with("strides", stride, stride)
                .with("pads", padding, padding, padding, padding);
    }

    private String channelsFirst(String images) {
        return graph.node("Transpose", images).with("perm", CHANNELS_FIRST).to();
    }

    private String channelsLast(String images) {
        return graph.node("Transpose", images).with("perm", CHANNELS_LAST).to();
    }

    private String times(String input, float factor) {
        return factor == 1
                ? input
                : graph.node("Mul", input, graph.scalar(factor)).to();
    }
}
