package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Convolution of images with filters: `[batch, height, width, in]` and `[out, in / groups, kernelHeight, kernelWidth]`
/// give `[batch, outHeight, outWidth, out]`. The filters are not mirrored.
///
///     Y  = X ⋆ W
///     dX = the [ConvTranspose2d] of dY with W        dW = the [Conv2dWeightGradient] of X and dY
///
/// The three operations are the three derivatives of one trilinear form, T(X, W, G) = ⟨X ⋆ W, G⟩, so that each is among
/// the gradients of the other two and no derivative of any order needs a fourth.
///
/// ```java
/// Tensor image = Tensor.of(Shape.of(1, 1, 4, 1), 0, 0, 1, 1);
/// Tensor edge = Tensor.of(Shape.of(1, 1, 1, 2), -1, 1);                    // right less left
/// new Conv2d(Padding.valid()).forward(image, edge).toArray();              // → [0.0, 1.0, 0.0]
/// new Conv2d(2, 1, 1, Padding.zero(0)).forward(image, edge).toArray();     // → [0.0, 0.0]
/// ```
///
/// @param stride   pixels of the input between two neighbouring windows, at least 1
/// @param dilation pixels of the input between two neighbouring weights, at least 1
/// @param groups   runs of channels that do not see each other, at least 1
/// @param padding  what surrounds the images
/// @since 0.1.0
public record Conv2d(int stride, int dilation, int groups, Padding padding) implements Op.Binary {
    /// Dense, in one group, with stride 1.
    ///
    /// @param padding what surrounds the images
    public Conv2d(Padding padding) {
        this(1, 1, 1, padding);
    }

    @Override
    public Tensor forward(Tensor left, Tensor right) {
        ConvolutionShape shape = ConvolutionShape.of(left.shape(), right.shape(), stride, dilation, groups, padding);
        Tensor output = Tensor.uninitialised(shape.output());
        ActiveKernels.get().convolution().forward(shape, left.span(), right.span(), output.span());
        return output;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        int height = left.tensor().shape().axis(1);
        int width = left.tensor().shape().axis(2);
        Op.Binary adjoint = new ConvTranspose2d(stride, dilation, groups, padding, height, width);
        return evaluator.apply(adjoint, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        int kernelHeight = right.tensor().shape().axis(2);
        int kernelWidth = right.tensor().shape().axis(3);
        Op.Binary gradient = new Conv2dWeightGradient(stride, dilation, groups, padding, kernelHeight, kernelWidth);
        return evaluator.apply(gradient, left, upstream);
    }
}
