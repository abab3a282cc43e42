package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.util.List;

/// [Conv2d] and [AddRow] in one pass over memory: images X, filters W and a bias b `[out]`, which is added to each piece of
/// the result while it is in the cache.
///
///     Y  = X ⋆ W + b
///     dX and dW as of the convolution        db = Σ over images and pixels of dY
///
/// ```java
/// Tensor image = Tensor.of(Shape.of(1, 1, 4, 1), 0, 0, 1, 1);
/// Tensor edge = Tensor.of(Shape.of(1, 1, 1, 2), -1, 1);                    // right less left
/// Tensor bias = Tensor.of(Shape.of(1), 10);
/// new Conv2dWithBias(new Conv2d(Padding.valid())).forward(List.of(image, edge, bias)).toArray();   // → [10.0, 11.0, 10.0]
/// ```
///
/// @param convolution what comes before the bias
/// @since 0.1.0
public record Conv2dWithBias(Conv2d convolution) implements Op.Many {
    @Override
    public Tensor forward(List<Tensor> inputs) {
        Tensor images = inputs.get(0);
        Tensor weights = inputs.get(1);
        ConvolutionShape shape = ConvolutionShape.of(
                images.shape(),
                weights.shape(),
                convolution.stride(),
                convolution.dilation(),
                convolution.groups(),
                convolution.padding());
        Operands.requireShape("bias of a convolution", inputs.get(2), Shape.of(shape.outChannels()));
        Tensor output = Tensor.uninitialised(shape.output());
        ActiveKernels.get()
                .convolution()
                .forwardWithBias(
                        shape, images.span(), weights.span(), inputs.get(2).span(), output.span());
        return output;
    }

    @Override
    public Value gradientOf(int which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
        Value images = inputs.get(0);
        Value weights = inputs.get(1);
        return switch (which) {
            case 0 -> convolution.gradientOfLeft(evaluator, upstream, images, weights, output);
            case 1 -> convolution.gradientOfRight(evaluator, upstream, images, weights, output);
            default -> evaluator.apply(new SumRows(), upstream);
        };
    }
}
