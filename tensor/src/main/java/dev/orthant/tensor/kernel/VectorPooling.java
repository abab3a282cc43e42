package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Span;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// A vector of channels at a time. The gradients are gathered: each pixel of the input collects from the windows that it
/// lies in, in the order in which [ScalarPooling] scatters them, so that the bits are the same.
///
/// The last channels are computed by a vector that overlaps the one before; images with fewer channels than lanes, rare
/// and small, are left to [ScalarPooling].
public final class VectorPooling implements PoolingKernels {
    private final PoolingKernels fewChannels = new ScalarPooling();

    @Override
    public void maximum(PoolingShape shape, Span input, Span output, int[] positions) {
        if (shape.channels() < LANES) {
            fewChannels.maximum(shape, input, output, positions);
            return;
        }
        forEachRow(shape, shape.outHeight(), shape.outWidth(), (image, oy) -> {
            for (int ox = 0; ox < shape.outWidth(); ox++) {
                maximum(shape, input, image, oy, ox, output, positions);
            }
        });
    }

    @Override
    public void maximumValues(PoolingShape shape, Span input, Span output) {
        LargestOfWindows windows = new LargestOfWindows(shape, input, output);
        forEachRow(shape, shape.outHeight(), shape.outWidth(), windows::row);
    }

    @Override
    public void maximumGradient(PoolingShape shape, Span outputGradient, int[] positions, Span inputGradient) {
        if (shape.channels() < LANES) {
            fewChannels.maximumGradient(shape, outputGradient, positions, inputGradient);
            return;
        }
        forEachRow(shape, shape.height(), shape.width(), (image, y) -> {
            for (int x = 0; x < shape.width(); x++) {
                maximumGradient(shape, outputGradient, positions, image, y, x, inputGradient);
            }
        });
    }

    @Override
    public void gradientAtMaximum(PoolingShape shape, Span input, Span outputGradient, Span inputGradient) {
        if (MaximumOfWindowsGradient.suits(shape)) {
            MaximumOfWindowsGradient windows =
                    new MaximumOfWindowsGradient(shape, input, outputGradient, inputGradient);
            forEachRow(shape, shape.outHeight(), shape.outWidth(), windows::row);
            return;
        }
        int windows = shape.output().size();
        ConvolutionWorkspace workspace = ConvolutionWorkspace.take();
        try {
            int[] positions = workspace.positions(windows);
            maximum(shape, input, new Span(workspace.sums(windows), 0, windows), positions);
            maximumGradient(shape, outputGradient, positions, inputGradient);
        } finally {
            workspace.giveBack();
        }
    }

    @Override
    public void average(PoolingShape shape, Span input, Span output) {
        if (shape.channels() < LANES) {
            fewChannels.average(shape, input, output);
            return;
        }
        forEachRow(shape, shape.outHeight(), shape.outWidth(), (image, oy) -> {
            for (int ox = 0; ox < shape.outWidth(); ox++) {
                average(shape, input, image, oy, ox, output);
            }
        });
    }

    @Override
    public void averageGradient(PoolingShape shape, Span outputGradient, Span inputGradient) {
        if (shape.channels() < LANES) {
            fewChannels.averageGradient(shape, outputGradient, inputGradient);
            return;
        }
        forEachRow(shape, shape.height(), shape.width(), (image, y) -> {
            for (int x = 0; x < shape.width(); x++) {
                averageGradient(shape, outputGradient, image, y, x, inputGradient);
            }
        });
    }

    private static void maximum(
            PoolingShape shape, Span input, int image, int oy, int ox, Span output, int[] positions) {
        int top = Math.max(0, oy * shape.stride() - shape.verticalPadding());
        int bottom = Math.min(shape.height(), oy * shape.stride() - shape.verticalPadding() + shape.windowHeight());
        int left = Math.max(0, ox * shape.stride() - shape.horizontalPadding());
        int right = Math.min(shape.width(), ox * shape.stride() - shape.horizontalPadding() + shape.windowWidth());
        int channels = shape.channels();
        int width = shape.width();
        int from = input.from() + image * shape.height() * width * channels;
        int to = ((image * shape.outHeight() + oy) * shape.outWidth() + ox) * channels;
        float[] array = input.array();
        for (int c = 0; c < channels; c += LANES) {
            int channel = Math.min(c, channels - LANES);
            FloatVector largest = FloatVector.broadcast(Species.FLOAT, Float.NEGATIVE_INFINITY);
            IntVector position = IntVector.broadcast(Species.INT, top * width + left);
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    FloatVector value = load(array, from + (y * width + x) * channels + channel);
                    VectorMask<Float> wins = value.compare(VectorOperators.GT, largest)
                            .or(value.compare(VectorOperators.NE, value)); // NaN is the number that is not itself
                    largest = largest.blend(value, wins);
                    position = position.blend(y * width + x, wins.cast(Species.INT));
                }
            }
            largest.intoArray(output.array(), output.from() + to + channel);
            position.intoArray(positions, to + channel);
        }
    }

    private static void maximumGradient(
            PoolingShape shape, Span outputGradient, int[] positions, int image, int y, int x, Span inputGradient) {
        int top = firstWindow(y + shape.verticalPadding(), shape.windowHeight(), shape.stride());
        int bottom = Math.min(shape.outHeight() - 1, (y + shape.verticalPadding()) / shape.stride());
        int left = firstWindow(x + shape.horizontalPadding(), shape.windowWidth(), shape.stride());
        int right = Math.min(shape.outWidth() - 1, (x + shape.horizontalPadding()) / shape.stride());
        int channels = shape.channels();
        int outWidth = shape.outWidth();
        int from = image * shape.outHeight() * outWidth * channels;
        int pixel = y * shape.width() + x;
        int to = inputGradient.from() + (image * shape.height() * shape.width() + pixel) * channels;
        float[] array = outputGradient.array();
        for (int c = 0; c < channels; c += LANES) {
            int channel = Math.min(c, channels - LANES);
            FloatVector sum = FloatVector.zero(Species.FLOAT);
            for (int oy = top; oy <= bottom; oy++) {
                for (int ox = left; ox <= right; ox++) {
                    int at = from + (oy * outWidth + ox) * channels + channel;
                    VectorMask<Float> mine = load(positions, at)
                            .compare(VectorOperators.EQ, pixel)
                            .cast(Species.FLOAT);
                    sum = sum.blend(sum.add(load(array, outputGradient.from() + at)), mine);
                }
            }
            sum.intoArray(inputGradient.array(), to + channel);
        }
    }

    private static void average(PoolingShape shape, Span input, int image, int oy, int ox, Span output) {
        int top = Math.max(0, oy * shape.stride() - shape.verticalPadding());
        int bottom = Math.min(shape.height(), oy * shape.stride() - shape.verticalPadding() + shape.windowHeight());
        int left = Math.max(0, ox * shape.stride() - shape.horizontalPadding());
        int right = Math.min(shape.width(), ox * shape.stride() - shape.horizontalPadding() + shape.windowWidth());
        int channels = shape.channels();
        int width = shape.width();
        int from = input.from() + image * shape.height() * width * channels;
        int to = output.from() + ((image * shape.outHeight() + oy) * shape.outWidth() + ox) * channels;
        float share = ScalarPooling.share(shape);
        float[] array = input.array();
        for (int c = 0; c < channels; c += LANES) {
            int channel = Math.min(c, channels - LANES);
            FloatVector sum = FloatVector.zero(Species.FLOAT);
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    sum = sum.add(load(array, from + (y * width + x) * channels + channel));
                }
            }
            sum.mul(share).intoArray(output.array(), to + channel);
        }
    }

    private static void averageGradient(
            PoolingShape shape, Span outputGradient, int image, int y, int x, Span inputGradient) {
        int top = firstWindow(y + shape.verticalPadding(), shape.windowHeight(), shape.stride());
        int bottom = Math.min(shape.outHeight() - 1, (y + shape.verticalPadding()) / shape.stride());
        int left = firstWindow(x + shape.horizontalPadding(), shape.windowWidth(), shape.stride());
        int right = Math.min(shape.outWidth() - 1, (x + shape.horizontalPadding()) / shape.stride());
        int channels = shape.channels();
        int outWidth = shape.outWidth();
        int from = outputGradient.from() + image * shape.outHeight() * outWidth * channels;
        int to = inputGradient.from() + ((image * shape.height() + y) * shape.width() + x) * channels;
        float share = ScalarPooling.share(shape);
        float[] array = outputGradient.array();
        for (int c = 0; c < channels; c += LANES) {
            int channel = Math.min(c, channels - LANES);
            FloatVector sum = FloatVector.zero(Species.FLOAT);
            for (int oy = top; oy <= bottom; oy++) {
                for (int ox = left; ox <= right; ox++) {
                    sum = sum.add(load(array, from + (oy * outWidth + ox) * channels + channel)
                            .mul(share));
                }
            }
            sum.intoArray(inputGradient.array(), to + channel);
        }
    }

    /// The first window that reaches a position of the padded axis.
    private static int firstWindow(int position, int window, int stride) {
        return Math.max(0, Math.ceilDiv(position - window + 1, stride));
    }

    private interface Row {
        void compute(int image, int y);
    }

    private static void forEachRow(PoolingShape shape, int height, int width, Row row) {
        long work = (long) shape.channels() * shape.windowHeight() * shape.windowWidth();
        ImagePieces.of(shape.batch(), height, width, work).run((image, imageEnd, first, end) -> {
            for (int n = image; n < imageEnd; n++) {
                for (int y = first; y < end; y++) {
                    row.compute(n, y);
                }
            }
        });
    }
}
