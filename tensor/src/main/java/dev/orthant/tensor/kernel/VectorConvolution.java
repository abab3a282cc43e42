package dev.orthant.tensor.kernel;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Span;

/// A vector of channels at a time; which way is chosen by the shape alone:
///
/// - kernels of one pixel with stride 1: matrix products;
/// - circular padding: a copy of the images with border, then as the others;
/// - one channel in a group: [DepthwiseConvolution];
/// - else [DirectConvolution], and for the weights [DenseWeightGradient] or [WeightGradient], with few input channels
///   [FewChannelsWeightGradient].
///
/// [WinogradConvolution] is never chosen, only asked for.
public final class VectorConvolution implements ConvolutionKernels {
    /// Up to this depth the direct convolution is taken also for kernels of one pixel: a choice that rests on one comparison.
    private static final int FEW_CHANNELS = 32;

    @Override
    public void forward(ConvolutionShape shape, Span input, Span weights, Span output) {
        if (isMatrixProduct(shape) && shape.inChannels() > FEW_CHANNELS) {
            VectorMatrixProduct.compute(
                    new Operand(pixels(input, shape.inChannels()), false),
                    new Operand(weightMatrix(shape, weights), false),
                    pixels(output, shape.outChannels()));
            return;
        }
        ConvolutionWorkspace workspace = ConvolutionWorkspace.take();
        try {
            if (shape.padding() instanceof Padding.Circular) {
                CircularBorder border = new CircularBorder(shape);
                forwardPlain(border.bordered(), border.add(input, workspace), weights, output, workspace);
            } else {
                forwardPlain(shape, input, weights, output, workspace);
            }
        } finally {
            workspace.giveBack();
        }
    }

    @Override
    public void forwardWithBias(ConvolutionShape shape, Span input, Span weights, Span bias, Span output) {
        if (isMatrixProduct(shape)
                || shape.padding() instanceof Padding.Circular
                || DepthwiseConvolution.suits(shape)) {
            forward(shape, input, weights, output);
            MatrixView pixels = pixels(output, shape.outChannels());
            Broadcasts.rows(VectorArithmetic::add, pixels, bias, pixels);
            return;
        }
        ConvolutionWorkspace workspace = ConvolutionWorkspace.take();
        try {
            DirectConvolution.forward(shape, input, weights, output, workspace, addBias(shape, bias, output));
        } finally {
            workspace.giveBack();
        }
    }

    /// Adds the bias to a piece of the output while it is in the cache.
    private static ImagePieces.Body addBias(ConvolutionShape shape, Span bias, Span output) {
        int channels = shape.outChannels();
        int rowPixels = shape.outWidth();
        return (image, imageEnd, row, rowEnd) -> {
            for (int n = image; n < imageEnd; n++) {
                int from = output.from() + (n * shape.outHeight() + row) * rowPixels * channels;
                int pixels = (rowEnd - row) * rowPixels;
                MatrixView piece = new MatrixView(output.array(), from, pixels, channels, channels);
                Broadcasts.rows(VectorArithmetic::add, piece, bias, piece);
            }
        };
    }

    @Override
    public void winogradForward(ConvolutionShape shape, Span input, Span weights, Span output) {
        WinogradConvolution.forward(shape, input, weights, output);
    }

    @Override
    public void inputGradient(ConvolutionShape shape, Span outputGradient, Span weights, Span inputGradient) {
        if (isMatrixProduct(shape) && shape.outChannels() > FEW_CHANNELS) {
            VectorMatrixProduct.compute(
                    new Operand(pixels(outputGradient, shape.outChannels()), false),
                    new Operand(weightMatrix(shape, weights), true),
                    pixels(inputGradient, shape.inChannels()));
            return;
        }
        ConvolutionWorkspace workspace = ConvolutionWorkspace.take();
        try {
            if (shape.padding() instanceof Padding.Circular) {
                CircularBorder border = new CircularBorder(shape);
                Span bordered = border.room(workspace);
                inputGradientPlain(border.bordered(), outputGradient, weights, bordered, workspace);
                border.fold(bordered, inputGradient);
            } else {
                inputGradientPlain(shape, outputGradient, weights, inputGradient, workspace);
            }
        } finally {
            workspace.giveBack();
        }
    }

    @Override
    public void weightGradient(ConvolutionShape shape, Span input, Span outputGradient, Span weightGradient) {
        if (isMatrixProduct(shape)) {
            VectorMatrixProduct.compute(
                    new Operand(pixels(outputGradient, shape.outChannels()), true),
                    new Operand(pixels(input, shape.inChannels()), true),
                    weightMatrix(shape, weightGradient));
            return;
        }
        ConvolutionWorkspace workspace = ConvolutionWorkspace.take();
        try {
            if (shape.padding() instanceof Padding.Circular) {
                CircularBorder border = new CircularBorder(shape);
                weightGradientPlain(
                        border.bordered(), border.add(input, workspace), outputGradient, weightGradient, workspace);
            } else {
                weightGradientPlain(shape, input, outputGradient, weightGradient, workspace);
            }
        } finally {
            workspace.giveBack();
        }
    }

    private static void forwardPlain(
            ConvolutionShape shape, Span input, Span weights, Span output, ConvolutionWorkspace workspace) {
        if (DepthwiseConvolution.suits(shape)) {
            DepthwiseConvolution.forward(shape, input, weights, output, workspace);
        } else {
            DirectConvolution.forward(shape, input, weights, output, workspace, DirectConvolution.NOTHING);
        }
    }

    private static void inputGradientPlain(
            ConvolutionShape shape, Span gradient, Span weights, Span inputGradient, ConvolutionWorkspace workspace) {
        if (DepthwiseConvolution.suits(shape)) {
            DepthwiseConvolution.inputGradient(shape, gradient, weights, inputGradient, workspace);
        } else {
            DirectConvolution.inputGradient(shape, gradient, weights, inputGradient, workspace);
        }
    }

    private static void weightGradientPlain(
            ConvolutionShape shape, Span input, Span gradient, Span weightGradient, ConvolutionWorkspace workspace) {
        if (DepthwiseConvolution.suits(shape)) {
            DepthwiseConvolution.weightGradient(shape, input, gradient, weightGradient, workspace);
        } else if (FewChannelsWeightGradient.suits(shape)) {
            FewChannelsWeightGradient.compute(shape, input, gradient, weightGradient, workspace);
        } else if (DenseWeightGradient.suits(shape)) {
            DenseWeightGradient.compute(shape, input, gradient, weightGradient, workspace);
        } else {
            WeightGradient.compute(shape, input, gradient, weightGradient, workspace);
        }
    }

    private static boolean isMatrixProduct(ConvolutionShape shape) {
        return shape.taps() == 1
                && shape.stride() == 1
                && shape.groups() == 1
                && shape.padding().vertical() == 0
                && shape.padding().horizontal() == 0;
    }

    /// [pixels of all images, channels]
    private static MatrixView pixels(Span images, int channels) {
        return new MatrixView(images.array(), images.from(), images.length() / channels, channels, channels);
    }

    /// [outChannels, inChannels], for kernels of one pixel
    private static MatrixView weightMatrix(ConvolutionShape shape, Span weights) {
        return new MatrixView(
                weights.array(), weights.from(), shape.outChannels(), shape.inChannels(), shape.inChannels());
    }
}
