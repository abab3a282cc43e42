package dev.orthant.tensor.kernel;

import dev.orthant.tensor.ConvolutionShape;

/// The outputs for which one tap of a kernel lies inside the image, along one axis.
///
/// @param first  the first output
/// @param count  how many follow each other; 0 or less if the tap never meets the image
/// @param source the position of the image that the tap meets for the first one
record TapRange(int first, int count, int source) {
    static TapRange vertical(ConvolutionShape shape, int tap) {
        return of(
                shape.outHeight(),
                shape.height(),
                shape.stride(),
                tap * shape.dilation() - shape.padding().vertical());
    }

    static TapRange horizontal(ConvolutionShape shape, int tap) {
        return of(
                shape.outWidth(),
                shape.width(),
                shape.stride(),
                tap * shape.dilation() - shape.padding().horizontal());
    }

    /// @param shift the tap of output o meets o · stride + shift
    private static TapRange of(int outputs, int inputs, int stride, int shift) {
        int first = Math.max(0, Math.ceilDiv(-shift, stride));
        int end = Math.min(outputs, Math.floorDiv(inputs - 1 - shift, stride) + 1);
        return new TapRange(first, end - first, first * stride + shift);
    }

    /// The part of it from output `from` (inclusive) to `to` (exclusive).
    TapRange within(int from, int to, int stride) {
        int start = Math.max(first, from);
        return new TapRange(start, Math.min(first + count, to) - start, source + (start - first) * stride);
    }
}
