package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// [Conv2d] with filters of 3 × 3, stride 1, in one group, whose value is computed by Winograd's F(4 × 4, 3 × 3): faster with many
/// channels, less exact. With u = 2⁻²⁴ and n = c + 18 for c channels, a number of Y is off by at most n u / (1 − n u) · (88/3)² times the largest
/// |X| of its image times the sum of |W| of its filter; normal numbers come out hundreds of times better. It is an operation of its own
/// because nobody should get it who did not ask for it. The gradients are the convolution's.
///
///     Y  = X ⋆ W
///     dX = the [ConvTranspose2d] of dY with W        dW = the [Conv2dWeightGradient] of X and dY
///
/// ```java
/// Tensor image = Tensor.filled(Shape.of(1, 4, 4, 1), 2);
/// Tensor centre = Tensor.of(Shape.of(1, 1, 3, 3), 0, 0, 0, 0, 1, 0, 0, 0, 0);
/// new WinogradConv2d(Padding.zero(1)).forward(image, centre).shape();      // → [1, 4, 4, 1]
/// new WinogradConv2d(Padding.zero(1)).forward(image, Tensor.zeros(Shape.of(1, 1, 1, 1)));     // throws ShapeException
/// ```
///
/// @param padding what surrounds the images
/// @since 0.1.0
public record WinogradConv2d(Padding padding) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        ConvolutionShape shape = ConvolutionShape.of(left.shape(), right.shape(), 1, 1, 1, padding);
        Tensor output = Tensor.uninitialised(shape.output());
        ActiveKernels.get().convolution().winogradForward(shape, left.span(), right.span(), output.span());
        return output;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return new Conv2d(padding).gradientOfLeft(evaluator, upstream, left, right, output);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return new Conv2d(padding).gradientOfRight(evaluator, upstream, left, right, output);
    }
}
