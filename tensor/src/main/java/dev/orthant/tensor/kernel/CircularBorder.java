package dev.orthant.tensor.kernel;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// Circular padding by way of a copy: images with a border of their own pixels, repeated, are convolved without padding.
/// Slower than the other paddings by that copy.
final class CircularBorder {
    private final ConvolutionShape shape;
    private final int vertical;
    private final int horizontal;
    private final int height;
    private final int width;

    CircularBorder(ConvolutionShape shape) {
        this.shape = shape;
        this.vertical = shape.padding().vertical();
        this.horizontal = shape.padding().horizontal();
        this.height = shape.height() + 2 * vertical;
        this.width = shape.width() + 2 * horizontal;
    }

    /// The convolution of the images with border; its output is that of the padded one.
    ConvolutionShape bordered() {
        return new ConvolutionShape(
                shape.batch(),
                height,
                width,
                shape.inChannels(),
                shape.outChannels(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                shape.stride(),
                shape.dilation(),
                shape.groups(),
                Padding.valid());
    }

    /// The images with border.
    Span add(Span images, ConvolutionWorkspace workspace) {
        Span bordered = room(workspace);
        forEachPixel((plain, withBorder) -> System.arraycopy(
                images.array(),
                images.from() + plain,
                bordered.array(),
                bordered.from() + withBorder,
                shape.inChannels()));
        return bordered;
    }

    /// Room for a gradient of the images with border.
    Span room(ConvolutionWorkspace workspace) {
        int size = bordered().input().size();
        return new Span(workspace.border(size), 0, size);
    }

    /// The adjoint of [#add]: each pixel gets the sum of its repetitions.
    void fold(Span bordered, Span images) {
        Arrays.fill(images.array(), images.from(), images.from() + images.length(), 0);
        forEachPixel((plain, withBorder) -> {
            for (int c = 0; c < shape.inChannels(); c++) {
                images.array()[images.from() + plain + c] += bordered.array()[bordered.from() + withBorder + c];
            }
        });
    }

    private interface Pixel {
        /// Indices of the first channel without and with border.
        void at(int plain, int withBorder);
    }

    private void forEachPixel(Pixel pixel) {
        int channels = shape.inChannels();
        Parallel.forPieces(shape.batch(), 1, (image, end) -> {
            for (int y = 0; y < height; y++) {
                int row = image * shape.height() + Math.floorMod(y - vertical, shape.height());
                for (int x = 0; x < width; x++) {
                    int column = Math.floorMod(x - horizontal, shape.width());
                    pixel.at((row * shape.width() + column) * channels, ((image * height + y) * width + x) * channels);
                }
            }
        });
    }
}
