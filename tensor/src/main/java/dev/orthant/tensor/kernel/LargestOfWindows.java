package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Span;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The largest number of every window, without its position: all that prediction needs.
///
/// A vector of channels at a time. Where a pixel has fewer channels than a vector has lanes, the vector reaches into the
/// next pixels; what it writes there is overwritten when their turn comes, and the last pixels of a row, behind which
/// another thread may write, go one number at a time.
final class LargestOfWindows {
    private final PoolingShape shape;
    private final float[] in;
    private final int inFrom;
    private final float[] out;
    private final int outFrom;

    LargestOfWindows(PoolingShape shape, Span input, Span output) {
        this.shape = shape;
        this.in = input.array();
        this.inFrom = input.from();
        this.out = output.array();
        this.outFrom = output.from();
    }

    /// One row of an image of the output.
    void row(int image, int oy) {
        int channels = shape.channels();
        int width = shape.width();
        int stride = shape.stride();
        int top = Math.max(0, oy * stride - shape.verticalPadding());
        int bottom = Math.min(shape.height(), oy * stride - shape.verticalPadding() + shape.windowHeight());
        int from = inFrom + image * shape.height() * width * channels;
        int outWidth = shape.outWidth();
        int to = outFrom + (image * shape.outHeight() + oy) * outWidth * channels;
        int end = to + outWidth * channels;
        int lastLoad = in.length - LANES;
        for (int ox = 0; ox < outWidth; ox++) {
            int left = Math.max(0, ox * stride - shape.horizontalPadding());
            int right = Math.min(width, ox * stride - shape.horizontalPadding() + shape.windowWidth());
            int first = from + (top * width + left) * channels;
            int last = from + ((bottom - 1) * width + right - 1) * channels;
            int pixel = to + ox * channels;
            int c = 0;
            for (; c < channels && pixel + c + LANES <= end && last + c <= lastLoad; c += LANES) {
                vector(first + c, bottom - top, width * channels, right - left, channels, pixel + c);
            }
            for (; c < channels; c++) {
                number(first + c, bottom - top, width * channels, right - left, channels, pixel + c);
            }
        }
    }

    private void vector(int first, int rows, int rowStep, int columns, int step, int to) {
        FloatVector largest = FloatVector.broadcast(Species.FLOAT, Float.NEGATIVE_INFINITY);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                FloatVector value = load(in, first + y * rowStep + x * step);
                VectorMask<Float> wins = value.compare(VectorOperators.GT, largest)
                        .or(value.compare(VectorOperators.NE, value)); // NaN is the number that is not itself
                largest = largest.blend(value, wins);
            }
        }
        largest.intoArray(out, to);
    }

    private void number(int first, int rows, int rowStep, int columns, int step, int to) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                float value = in[first + y * rowStep + x * step];
                if (value > largest || Float.isNaN(value)) {
                    largest = value;
                }
            }
        }
        out[to] = largest;
    }
}
