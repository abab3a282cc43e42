package dev.orthant.tensor.kernel;

import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Span;

/// Pooling of images and its gradients, on bare arrays: each channel for itself, over windows of pixels.
///
/// The span that is written overlaps none that is read. The same call gives the same bits for any number of threads, and
/// the scalar and the vector kernels give the same bits.
public interface PoolingKernels {
    /// The largest number of each window; padding never counts. Of several equal ones the first is taken (in rows from
    /// the upper left); −0 and 0 are equal. NaN counts as larger than every number, and of several NaN the last is taken.
    ///
    /// @param shape     the lengths
    /// @param input     [batch, height, width, channels]
    /// @param output    [batch, outHeight, outWidth, channels], overwritten
    /// @param positions for each number of the output the pixel that it came from, y · width + x in its image; as long as
    ///     the output, overwritten
    void maximum(PoolingShape shape, Span input, Span output, int[] positions);

    /// As [#maximum], without the positions: for prediction.
    ///
    /// @param shape  the lengths
    /// @param input  [batch, height, width, channels]
    /// @param output [batch, outHeight, outWidth, channels], overwritten
    void maximumValues(PoolingShape shape, Span input, Span output);

    /// Each number of the gradient goes to the pixel that was the largest.
    ///
    /// @param shape          the lengths
    /// @param outputGradient [batch, outHeight, outWidth, channels]
    /// @param positions      as [#maximum] left them
    /// @param inputGradient  [batch, height, width, channels], overwritten
    void maximumGradient(PoolingShape shape, Span outputGradient, int[] positions, Span inputGradient);

    /// As [#maximum] and then [#maximumGradient], the positions kept nowhere: for training, which needs them once.
    ///
    /// @param shape          the lengths
    /// @param input          [batch, height, width, channels]
    /// @param outputGradient [batch, outHeight, outWidth, channels]
    /// @param inputGradient  [batch, height, width, channels], overwritten
    void gradientAtMaximum(PoolingShape shape, Span input, Span outputGradient, Span inputGradient);

    /// The sum of each window over the number of its pixels, padding included (PyTorch's default,
    /// `count_include_pad=True`).
    ///
    /// @param shape  the lengths
    /// @param input  [batch, height, width, channels]
    /// @param output [batch, outHeight, outWidth, channels], overwritten
    void average(PoolingShape shape, Span input, Span output);

    /// Each number of the gradient, over the number of pixels of a window, goes to all pixels of its window.
    ///
    /// @param shape          the lengths
    /// @param outputGradient [batch, outHeight, outWidth, channels]
    /// @param inputGradient  [batch, height, width, channels], overwritten
    void averageGradient(PoolingShape shape, Span outputGradient, Span inputGradient);
}
