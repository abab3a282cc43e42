package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;

/// Which pixels a convolution's or a pooling's window covers.
///
/// @param height rows of the image that comes in, at least 1
/// @param width  its columns, at least 1
public record PixelGrid(int height, int width) {
    public PixelGrid {
        if (height < 1 || width < 1) {
            throw new ShapeException(
                    "pixel grid: " + height + " x " + width + " pixels came; at least 1 x 1 is required");
        }
    }

    /// What lies outside the image.
    public enum Padding {
        /// Zeros, as many as keep the image's size at stride 1: out = ⌈in/stride⌉.
        ZERO,
        /// The other side of the image.
        CIRCULAR,
        /// Nothing: windows lie inside the image, out = ⌊(in − size)/stride⌋ + 1.
        VALID
    }

    /// Number of pixels.
    public int size() {
        return height * width;
    }

    /// The grid of the windows.
    ///
    /// @param window side of the square window, at least 1
    /// @param stride distance between windows, at least 1
    public PixelGrid after(int window, int stride, Padding padding) {
        if (window < 1 || stride < 1) {
            throw new ShapeException(
                    "pixel grid: window " + window + " and stride " + stride + " came; both must be at least 1");
        }
        if (padding == Padding.VALID && (window > height || window > width)) {
            throw new ShapeException("pixel grid: a window of " + window + " does not fit into " + height + " x "
                    + width + " pixels without padding");
        }
        return new PixelGrid(after(height, window, stride, padding), after(width, window, stride, padding));
    }

    private static int after(int size, int window, int stride, Padding padding) {
        return padding == Padding.VALID ? (size - window) / stride + 1 : Math.ceilDiv(size, stride);
    }

    /// For every pixel of the window and every window, the pixel of this grid that it covers, or −1 for none.
    ///
    /// With padding, the window begins ⌊p/2⌋ pixels before the image, p the number of pixels that are missing in all, as in
    /// TensorFlow's SAME.
    ///
    /// @return `[window · window][windows]`
    int[][] taps(int window, int stride, Padding padding) {
        PixelGrid out = after(window, stride, padding);
        int[][] taps = new int[window * window][out.size()];
        int top = padding == Padding.VALID ? 0 : before(height, out.height, window, stride);
        int left = padding == Padding.VALID ? 0 : before(width, out.width, window, stride);
        for (int tap = 0; tap < taps.length; tap++) {
            for (int p = 0; p < out.size(); p++) {
                int row = p / out.width * stride + tap / window - top;
                int column = p % out.width * stride + tap % window - left;
                if (padding == Padding.CIRCULAR) {
                    row = Math.floorMod(row, height);
                    column = Math.floorMod(column, width);
                }
                boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                taps[tap][p] = inside ? row * width + column : -1;
            }
        }
        return taps;
    }

    private static int before(int size, int outSize, int window, int stride) {
        return Math.max(0, (outSize - 1) * stride + window - size) / 2;
    }
}
