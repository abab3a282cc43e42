package dev.orthant.layers.infinite;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;

/// The windows of a convolution or a pooling over an image.
///
/// ```java
/// PixelWindow.of(3, 1, Padding.zero(1)).taps();                                   // → 9
/// Tensor images = Tensor.filled(Shape.of(1, 3, 3, 1), 1);
/// PixelBlock pixels = KernelBlock.ofInputs(images).pixels();
/// pixels.convolved(PixelWindow.of(3, 1, Padding.valid()), 1, 0).grid().size();    // → 1
/// pixels.convolved(PixelWindow.of(3, 1, Padding.zero(1)), 1, 0).grid().size();    // → 9
/// ```
///
/// @param height   rows of a window, at least 1
/// @param width    columns of a window, at least 1
/// @param stride   pixels between two neighbouring windows, at least 1
/// @param dilation pixels between two neighbouring taps of a window, at least 1
/// @param padding  what surrounds the image
/// @since 0.1.0
public record PixelWindow(int height, int width, int stride, int dilation, Padding padding) {
    /// {@return dense square windows}
    ///
    /// @param size    rows and columns of a window, at least 1
    /// @param stride  pixels between two neighbouring windows, at least 1
    /// @param padding what surrounds the image
    public static PixelWindow of(int size, int stride, Padding padding) {
        return new PixelWindow(size, size, stride, 1, padding);
    }

    /// {@return how many pixels a window looks at}
    public int taps() {
        return height * width;
    }

    /// The grid of the windows.
    ///
    /// @throws dev.orthant.tensor.ShapeException if a length is out of range or a window does not fit
    PixelGrid over(PixelGrid grid) {
        ConvolutionShape shape =
                new ConvolutionShape(1, grid.height(), grid.width(), 1, 1, height, width, stride, dilation, 1, padding);
        return new PixelGrid(shape.outHeight(), shape.outWidth());
    }
}
