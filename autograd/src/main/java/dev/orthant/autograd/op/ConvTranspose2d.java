package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// The adjoint of [Conv2d] in its images, which is both its gradient and the transposed convolution of decoders:
/// `[batch, outHeight, outWidth, out]` and `[out, in / groups, kernelHeight, kernelWidth]` give
/// `[batch, height, width, in]`.
///
///     ⟨X ⋆ W, G⟩ = ⟨X, Z⟩,  Z = this operation of G and W
///     dG = dZ ⋆ W        dW = the [Conv2dWeightGradient] of dZ and G
///
/// `out` and `in` are named after the convolution: here numbers flow from `out` channels to `in`, as in PyTorch, where the
/// weights of a transposed convolution have the shape [in, out / groups, height, width] in its own words.
///
/// ```java
/// Tensor upstream = Tensor.of(Shape.of(1, 1, 3, 1), 0, 1, 0);
/// Tensor edge = Tensor.of(Shape.of(1, 1, 1, 2), -1, 1);
/// new ConvTranspose2d(1, 1, 1, Padding.valid(), 1, 4).forward(upstream, edge).toArray();   // → [0.0, -1.0, 1.0, 0.0]
/// ```
///
/// @param stride   as in the convolution, at least 1
/// @param dilation as in the convolution, at least 1
/// @param groups   as in the convolution, at least 1
/// @param padding  as in the convolution: what this operation cuts off
/// @param height   rows of an image of the result; with a stride, several heights are convolved to the same one
/// @param width    columns of an image of the result
/// @since 0.1.0
public record ConvTranspose2d(int stride, int dilation, int groups, Padding padding, int height, int width)
        implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        ConvolutionShape shape = shape(left.shape(), right.shape());
        Tensor images = Tensor.uninitialised(shape.input());
        ActiveKernels.get().convolution().inputGradient(shape, left.span(), right.span(), images.span());
        return images;
    }

    private ConvolutionShape shape(Shape left, Shape right) {
        Operands.requireRank("transposed convolution", left, 4);
        Operands.requireRank("transposed convolution", right, 4);
        Shape images = Shape.of(left.axis(0), height, width, right.axis(1) * groups);
        ConvolutionShape shape = ConvolutionShape.of(images, right, stride, dilation, groups, padding);
        if (!left.equals(shape.output())) {
            throw new ShapeException("transposed convolution: images " + left + " came for weights " + right
                    + "; the convolution of " + images + " gives " + shape.output() + ", which is required");
        }
        return shape;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new Conv2d(stride, dilation, groups, padding), upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        int kernelHeight = right.tensor().shape().axis(2);
        int kernelWidth = right.tensor().shape().axis(3);
        Op.Binary gradient = new Conv2dWeightGradient(stride, dilation, groups, padding, kernelHeight, kernelWidth);
        return evaluator.apply(gradient, upstream, left);
    }
}
