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

/// The adjoint of [Conv2d] in its weights: `[batch, height, width, in]` and `[batch, outHeight, outWidth, out]` give
/// `[out, in / groups, kernelHeight, kernelWidth]`.
///
///     ⟨X ⋆ W, G⟩ = ⟨W, V⟩,  V = this operation of X and G
///     dX = the [ConvTranspose2d] of G with dV        dG = X ⋆ dV
///
/// ```java
/// Tensor image = Tensor.of(Shape.of(1, 1, 4, 1), 0, 0, 1, 1);
/// Tensor upstream = Tensor.of(Shape.of(1, 1, 3, 1), 0, 1, 0);              // only the second window counts
/// new Conv2dWeightGradient(1, 1, 1, Padding.valid(), 1, 2).forward(image, upstream).toArray();     // → [0.0, 1.0]
/// ```
///
/// @param stride       as in the convolution, at least 1
/// @param dilation     as in the convolution, at least 1
/// @param groups       as in the convolution, at least 1
/// @param padding      as in the convolution
/// @param kernelHeight rows of weights
/// @param kernelWidth  columns of weights
/// @since 0.1.0
public record Conv2dWeightGradient(
        int stride, int dilation, int groups, Padding padding, int kernelHeight, int kernelWidth) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        ConvolutionShape shape = shape(left.shape(), right.shape());
        Tensor gradient = Tensor.uninitialised(shape.weights());
        ActiveKernels.get().convolution().weightGradient(shape, left.span(), right.span(), gradient.span());
        return gradient;
    }

    private ConvolutionShape shape(Shape left, Shape right) {
        Operands.requireRank("weight gradient of a convolution", left, 4);
        Operands.requireRank("weight gradient of a convolution", right, 4);
        Shape weights = Shape.of(right.axis(3), left.axis(3) / groups, kernelHeight, kernelWidth);
        ConvolutionShape shape = ConvolutionShape.of(left, weights, stride, dilation, groups, padding);
        if (!right.equals(shape.output())) {
            throw new ShapeException(
                    "weight gradient of a convolution: the gradient is " + right + " and the images are " + left
                            + "; their convolution gives " + shape.output() + ", which is required");
        }
        return shape;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        int height = left.tensor().shape().axis(1);
        int width = left.tensor().shape().axis(2);
        Op.Binary adjoint = new ConvTranspose2d(stride, dilation, groups, padding, height, width);
        return evaluator.apply(adjoint, right, upstream);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new Conv2d(stride, dilation, groups, padding), left, upstream);
    }
}
