package dev.orthant.tensor.kernel;

import dev.orthant.tensor.ConvolutionShape;

/// The taps of a convolution along its two axes.
final class Axes {
    private Axes() {}

    static AxisTaps vertical(ConvolutionShape shape) {
        return AxisTaps.forward(
                shape.outHeight(),
                shape.height(),
                shape.kernelHeight(),
                shape.stride(),
                shape.dilation(),
                shape.padding().vertical());
    }

    static AxisTaps horizontal(ConvolutionShape shape) {
        return AxisTaps.forward(
                shape.outWidth(),
                shape.width(),
                shape.kernelWidth(),
                shape.stride(),
                shape.dilation(),
                shape.padding().horizontal());
    }

    static AxisTaps verticalAdjoint(ConvolutionShape shape) {
        return AxisTaps.adjoint(
                shape.height(),
                shape.outHeight(),
                shape.kernelHeight(),
                shape.stride(),
                shape.dilation(),
                shape.padding().vertical());
    }

    static AxisTaps horizontalAdjoint(ConvolutionShape shape) {
        return AxisTaps.adjoint(
                shape.width(),
                shape.outWidth(),
                shape.kernelWidth(),
                shape.stride(),
                shape.dilation(),
                shape.padding().horizontal());
    }
}
