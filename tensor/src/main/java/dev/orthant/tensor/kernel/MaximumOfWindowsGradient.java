package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Span;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The gradient of max pooling where windows do not overlap: each window is searched and its share of the input's gradient
/// written while its pixels are at hand, one pass over memory and no positions in it.
///
/// A vector of channels at a time; an image has at least as many channels as a vector has lanes.
final class MaximumOfWindowsGradient {
    private final PoolingShape shape;
    private final Span input;
    private final Span upstream;
    private final Span gradient;
    private final boolean covered;

    /// @param upstream of the windows
    /// @param gradient of the input, written
    MaximumOfWindowsGradient(PoolingShape shape, Span input, Span upstream, Span gradient) {
        this.shape = shape;
        this.input = input;
        this.upstream = upstream;
        this.gradient = gradient;
        this.covered = shape.stride() == shape.windowHeight()
                && shape.stride() == shape.windowWidth()
                && shape.outHeight() * shape.stride() == shape.height()
                && shape.outWidth() * shape.stride() == shape.width();
    }

    static boolean suits(PoolingShape shape) {
        return shape.channels() >= LANES
                && shape.stride() >= Math.max(shape.windowHeight(), shape.windowWidth())
                && shape.verticalPadding() == 0
                && shape.horizontalPadding() == 0;
    }

    /// The rows of the input from this row of windows to the next one.
    void row(int image, int oy) {
        int channels = shape.channels();
        int rowStep = shape.width() * channels;
        int top = (image * shape.height() + oy * shape.stride()) * rowStep;
        if (!covered) {
            int end = oy + 1 == shape.outHeight() ? shape.height() : (oy + 1) * shape.stride();
            int from = gradient.from() + top;
            Arrays.fill(gradient.array(), from, from + (end - oy * shape.stride()) * rowStep, 0);
        }
        int window = upstream.from() + (image * shape.outHeight() + oy) * shape.outWidth() * channels;
        int last = channels - LANES;
        int rows = shape.windowHeight();
        int columns = shape.windowWidth();
        int windowStep = shape.stride() * channels;
        for (int ox = 0; ox < shape.outWidth(); ox++) {
            for (int c = 0; c < channels; c += LANES) {
                int channel = Math.min(c, last); // the last vector overlaps the one before
                int pixel = top + ox * windowStep + channel;
                FloatVector winner = winner(input.array(), input.from() + pixel, rows, rowStep, columns, channels);
                FloatVector share = load(upstream.array(), window + ox * channels + channel);
                spread(winner, share, gradient.array(), gradient.from() + pixel, rows, rowStep, columns, channels);
            }
        }
    }

    /// Which pixel of the window is the largest, counted in rows from 0.
    private static FloatVector winner(float[] in, int first, int rows, int rowStep, int columns, int step) {
        FloatVector largest = broadcast(Float.NEGATIVE_INFINITY);
        FloatVector winner = FloatVector.zero(Species.FLOAT);
        float index = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                FloatVector value = load(in, first + y * rowStep + x * step);
                VectorMask<Float> wins = value.compare(VectorOperators.GT, largest)
                        .or(value.compare(VectorOperators.NE, value)); // NaN is the number that is not itself
                largest = largest.blend(value, wins);
                winner = winner.blend(index++, wins);
            }
        }
        return winner;
    }

    private static void spread(
            FloatVector winner,
            FloatVector share,
            float[] out,
            int first,
            int rows,
            int rowStep,
            int columns,
            int step) {
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        float index = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                VectorMask<Float> mine = winner.compare(VectorOperators.EQ, index++);
                zero.add(share, mine).intoArray(out, first + y * rowStep + x * step);
            }
        }
    }
}
