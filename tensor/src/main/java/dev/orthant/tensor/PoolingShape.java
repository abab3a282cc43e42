package dev.orthant.tensor;

/// All lengths of a two-dimensional pooling of images, channels last.
///
///     input  [batch, height, width, channels]
///     output [batch, outHeight, outWidth, channels]
///
/// ```java
/// PoolingShape halved = PoolingShape.of(Shape.of(64, 28, 28, 6), 2);
/// halved.output();                                              // → [64, 14, 14, 6]
/// PoolingShape.of(Shape.of(64, 28, 28, 6), 3, 2, 1).output();   // → [64, 14, 14, 6]
/// PoolingShape.global(Shape.of(64, 7, 7, 512)).output();        // → [64, 1, 1, 512]
/// ```
///
/// @param batch             images, at least 0
/// @param height            of an image
/// @param width             of an image
/// @param channels          numbers per pixel; each channel is pooled for itself
/// @param windowHeight      rows that are pooled into one
/// @param windowWidth       columns that are pooled into one
/// @param stride            pixels between two neighbouring windows
/// @param verticalPadding   rows added above, and as many below; at most half the window, so that none is empty
/// @param horizontalPadding columns added left, and as many right; at most half the window
/// @since 0.1.0
public record PoolingShape(
        int batch,
        int height,
        int width,
        int channels,
        int windowHeight,
        int windowWidth,
        int stride,
        int verticalPadding,
        int horizontalPadding) {
    /// Lengths that fit together.
    ///
    /// @throws ShapeException if a length is out of range, or the window does not fit into the padded image
    public PoolingShape {
        if (batch < 0 || height < 1 || width < 1 || channels < 1) {
            throw new ShapeException("pooling: images [" + batch + ", " + height + ", " + width + ", " + channels
                    + "] came; no length may be less than 1 (the first: than 0)");
        }
        if (windowHeight < 1 || windowWidth < 1 || stride < 1) {
            throw new ShapeException("pooling: a window of " + windowHeight + " x " + windowWidth + " and the stride "
                    + stride + " came; all must be at least 1");
        }
        if (verticalPadding < 0
                || horizontalPadding < 0
                || verticalPadding > windowHeight / 2
                || horizontalPadding > windowWidth / 2) {
            throw new ShapeException("pooling: padding by " + verticalPadding + " rows and " + horizontalPadding
                    + " columns came for a window of " + windowHeight + " x " + windowWidth
                    + "; it must be at least 0 and at most half the window");
        }
        if (windowHeight > height + 2L * verticalPadding || windowWidth > width + 2L * horizontalPadding) {
            throw new ShapeException("pooling: a window of " + windowHeight + " x " + windowWidth
                    + " came for images of " + height + " x " + width + " with padding " + verticalPadding + ", "
                    + horizontalPadding + "; it must fit in; pad more or use a smaller window");
        }
        Shape.of(batch, height, width, channels); // fits into an array, or throws
        Shape.of(
                batch,
                windows(height, verticalPadding, windowHeight, stride),
                windows(width, horizontalPadding, windowWidth, stride),
                channels);
    }

    /// Windows side by side, as they are used most: stride = window, no padding.
    ///
    /// @param input  [batch, height, width, channels]
    /// @param window rows and columns that are pooled into one; also the stride
    /// @return       the lengths; pixels at the right and lower edge that fill no window are left out
    /// @throws ShapeException as the constructor, or if `input` has not four axes
    public static PoolingShape of(Shape input, int window) {
        return of(input, window, window, 0);
    }

    /// Square windows.
    ///
    /// @param input   [batch, height, width, channels]
    /// @param window  rows and columns that are pooled into one
    /// @param stride  pixels between two neighbouring windows, at least 1
    /// @param padding rows and columns added on each side; at most half the window
    /// @return        the lengths
    /// @throws ShapeException as the constructor, or if `input` has not four axes
    public static PoolingShape of(Shape input, int window, int stride, int padding) {
        requireImages(input);
        return new PoolingShape(
                input.axis(0), input.axis(1), input.axis(2), input.axis(3), window, window, stride, padding, padding);
    }

    /// One window, the whole image: global pooling.
    ///
    /// @param input [batch, height, width, channels]
    /// @return      the lengths; the output is [batch, 1, 1, channels]
    /// @throws ShapeException as the constructor, or if `input` has not four axes
    public static PoolingShape global(Shape input) {
        requireImages(input);
        int height = input.axis(1);
        int width = input.axis(2);
        return new PoolingShape(input.axis(0), height, width, input.axis(3), height, width, 1, 0, 0);
    }

    /// {@return rows of an image of the output}
    public int outHeight() {
        return windows(height, verticalPadding, windowHeight, stride);
    }

    /// {@return columns of an image of the output}
    public int outWidth() {
        return windows(width, horizontalPadding, windowWidth, stride);
    }

    /// {@return [batch, height, width, channels]}
    public Shape input() {
        return Shape.of(batch, height, width, channels);
    }

    /// {@return [batch, outHeight, outWidth, channels]}
    public Shape output() {
        return Shape.of(batch, outHeight(), outWidth(), channels);
    }

    private static int windows(int length, int padding, int window, int stride) {
        return Math.toIntExact((length + 2L * padding - window) / stride + 1);
    }

    private static void requireImages(Shape input) {
        if (input.rank() != 4) {
            throw new ShapeException(
                    "pooling: a tensor " + input + " came; [batch, height, width, channels] is required");
        }
    }
}
