package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// Convolutions in which every channel is a group of its own, with at least as many channels as a vector has lanes. The
/// last vector of channels overlaps the one before where they do not divide.
final class DepthwiseConvolution {
    /// Partial sums of the weight gradient, at most one for each image.
    private static final int SLICES = 16;

    private static final int PIXELS = 4;

    private DepthwiseConvolution() {}

    static boolean suits(ConvolutionShape shape) {
        return shape.groups() == shape.inChannels()
                && shape.inChannels() == shape.outChannels()
                && shape.inChannels() >= LANES;
    }

    /// @param shape without circular padding
    static void forward(ConvolutionShape shape, Span input, Span weights, Span output, ConvolutionWorkspace workspace) {
        float[] packed = pack(shape, weights, false, workspace);
        run(shape, Axes.vertical(shape), Axes.horizontal(shape), input, shape.height(), shape.width(), packed, output);
    }

    /// @param shape without circular padding
    static void inputGradient(
            ConvolutionShape shape,
            Span outputGradient,
            Span weights,
            Span inputGradient,
            ConvolutionWorkspace workspace) {
        float[] packed = pack(shape, weights, true, workspace);
        run(
                shape,
                Axes.verticalAdjoint(shape),
                Axes.horizontalAdjoint(shape),
                outputGradient,
                shape.outHeight(),
                shape.outWidth(),
                packed,
                inputGradient);
    }

    /// The weights as [tap, channel].
    private static float[] pack(
            ConvolutionShape shape, Span weights, boolean mirrored, ConvolutionWorkspace workspace) {
        int taps = shape.taps();
        int channels = shape.inChannels();
        float[] packed = workspace.weights(taps * channels);
        for (int c = 0; c < channels; c++) {
            for (int tap = 0; tap < taps; tap++) {
                int from = mirrored ? taps - 1 - tap : tap;
                packed[tap * channels + c] = weights.array()[weights.from() + c * taps + from];
            }
        }
        return packed;
    }

    private static void run(
            ConvolutionShape shape,
            AxisTaps vertical,
            AxisTaps horizontal,
            Span source,
            int sourceHeight,
            int sourceWidth,
            float[] weights,
            Span target) {
        int channels = shape.inChannels();
        long work = (long) shape.taps() * channels;
        ImagePieces pieces = ImagePieces.of(shape.batch(), vertical.targets(), horizontal.targets(), work);
        pieces.run((image, imageEnd, row, rowEnd) -> {
            DepthwiseTile.Walk walk = new DepthwiseTile.Walk(source.array(), weights, target.array());
            walk.sourceRow = vertical.sourceStep * sourceWidth * channels;
            walk.sourceColumn = horizontal.sourceStep * channels;
            walk.weightRow = vertical.tapStep * shape.kernelWidth() * channels;
            walk.weightColumn = horizontal.tapStep * channels;
            for (int c = 0; c < channels; c += LANES) {
                int channel = Math.min(c, channels - LANES);
                for (int n = image; n < imageEnd; n++) {
                    for (int y = row; y < rowEnd; y++) {
                        int from = source.from()
                                + (n * sourceHeight + vertical.source[y]) * sourceWidth * channels
                                + channel;
                        int to = target.from()
                                + (n * vertical.targets() + y) * horizontal.targets() * channels
                                + channel;
                        int weight = vertical.first[y] * shape.kernelWidth() * channels + channel;
                        walk.rows = vertical.count[y];
                        row(walk, horizontal, channels, from, to, weight);
                    }
                }
            }
        });
    }

    /// One row of the target, for one vector of channels.
    private static void row(DepthwiseTile.Walk walk, AxisTaps horizontal, int channels, int from, int to, int weight) {
        for (int[] xs : horizontal.classes) {
            walk.columns = horizontal.count[xs[0]];
            walk.weightAt = weight + horizontal.first[xs[0]] * channels;
            int i = 0;
            while (i < xs.length) {
                int at = from + horizontal.source[xs[i]] * channels;
                if (evenlySpaced(horizontal, xs, i)) {
                    int pixel = (horizontal.source[xs[i + 1]] - horizontal.source[xs[i]]) * channels;
                    int outPixel = (xs[i + 1] - xs[i]) * channels;
                    DepthwiseTile.fourPixels(walk, at, pixel, to + xs[i] * channels, outPixel);
                    i += PIXELS;
                } else {
                    DepthwiseTile.onePixel(walk, at, to + xs[i] * channels);
                    i++;
                }
            }
        }
    }

    /// True if four targets follow, the same distance apart in both images.
    private static boolean evenlySpaced(AxisTaps taps, int[] targets, int first) {
        if (first + PIXELS > targets.length) {
            return false;
        }
        int step = targets[first + 1] - targets[first];
        int sourceStep = taps.source[targets[first + 1]] - taps.source[targets[first]];
        for (int i = first + 1; i + 1 < first + PIXELS; i++) {
            if (targets[i + 1] - targets[i] != step
                    || taps.source[targets[i + 1]] - taps.source[targets[i]] != sourceStep) {
                return false;
            }
        }
        return true;
    }

    /// Each slice of the batch sums for itself, then the slices are added in their order.
    ///
    /// @param shape without circular padding
    static void weightGradient(
            ConvolutionShape shape,
            Span input,
            Span outputGradient,
            Span weightGradient,
            ConvolutionWorkspace workspace) {
        int channels = shape.inChannels();
        int taps = shape.taps();
        int blocks = Math.ceilDiv(channels, LANES);
        int slices = Math.clamp(shape.batch(), 1, SLICES);
        float[] sums = workspace.sums(slices * blocks * taps * LANES);
        Parallel.forPieces(slices * blocks, 1, (task, end) -> {
            int slice = task / blocks;
            int channel = Math.min(task % blocks * LANES, channels - LANES);
            Arrays.fill(sums, task * taps * LANES, end * taps * LANES, 0);
            DepthwiseTile.Walk walk = new DepthwiseTile.Walk(input.array(), outputGradient.array(), sums);
            int last = (int) ((long) shape.batch() * (slice + 1) / slices);
            for (int n = (int) ((long) shape.batch() * slice / slices); n < last; n++) {
                sumImage(shape, walk, input.from() + channel, outputGradient.from() + channel, n, task * taps * LANES);
            }
        });
        for (int c = 0; c < channels; c++) {
            int block = c / LANES;
            int lane = c - Math.min(block * LANES, channels - LANES);
            for (int tap = 0; tap < taps; tap++) {
                float sum = 0;
                for (int slice = 0; slice < slices; slice++) {
                    sum += sums[((slice * blocks + block) * taps + tap) * LANES + lane];
                }
                weightGradient.array()[weightGradient.from() + c * taps + tap] = sum;
            }
        }
    }

    private static void sumImage(
            ConvolutionShape shape, DepthwiseTile.Walk walk, int input, int gradient, int image, int to) {
        int channels = shape.inChannels();
        walk.sourceColumn = shape.stride() * channels;
        walk.sourceRow = walk.sourceColumn * shape.width();
        walk.weightColumn = channels;
        walk.weightRow = channels * shape.outWidth();
        for (int dy = 0; dy < shape.kernelHeight(); dy++) {
            TapRange rows = TapRange.vertical(shape, dy);
            for (int dx = 0; dx < shape.kernelWidth(); dx++) {
                TapRange columns = TapRange.horizontal(shape, dx);
                walk.rows = rows.count();
                walk.columns = columns.count();
                if (walk.rows > 0 && walk.columns > 0) {
                    int x = (image * shape.height() + rows.source()) * shape.width() + columns.source();
                    int g = (image * shape.outHeight() + rows.first()) * shape.outWidth() + columns.first();
                    int tap = dy * shape.kernelWidth() + dx;
                    DepthwiseTile.weight(walk, input + x * channels, gradient + g * channels, to + tap * LANES);
                }
            }
        }
    }
}
