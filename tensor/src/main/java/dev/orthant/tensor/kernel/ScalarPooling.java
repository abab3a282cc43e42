package dev.orthant.tensor.kernel;

import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// The definition: one channel of one window at a time. Sums are float32, in the order in which the loops visit the numbers.
public final class ScalarPooling implements PoolingKernels {
    @Override
    public void maximum(PoolingShape shape, Span input, Span output, int[] positions) {
        int channels = shape.channels();
        forEachWindow(shape, (image, window, top, bottom, left, right) -> {
            int from = input.from() + image * shape.height() * shape.width() * channels;
            for (int c = 0; c < channels; c++) {
                float largest = Float.NEGATIVE_INFINITY;
                int position = top * shape.width() + left;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        float value = input.array()[from + (y * shape.width() + x) * channels + c];
                        if (value > largest || Float.isNaN(value)) {
                            largest = value;
                            position = y * shape.width() + x;
                        }
                    }
                }
                output.array()[output.from() + window * channels + c] = largest;
                positions[window * channels + c] = position;
            }
        });
    }

    @Override
    public void maximumValues(PoolingShape shape, Span input, Span output) {
        int channels = shape.channels();
        forEachWindow(shape, (image, window, top, bottom, left, right) -> {
            int from = input.from() + image * shape.height() * shape.width() * channels;
            for (int c = 0; c < channels; c++) {
                float largest = Float.NEGATIVE_INFINITY;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        float value = input.array()[from + (y * shape.width() + x) * channels + c];
                        if (value > largest || Float.isNaN(value)) {
                            largest = value;
                        }
                    }
                }
                output.array()[output.from() + window * channels + c] = largest;
            }
        });
    }

    @Override
    public void maximumGradient(PoolingShape shape, Span outputGradient, int[] positions, Span inputGradient) {
        int channels = shape.channels();
        clear(inputGradient);
        forEachWindow(shape, (image, window, top, bottom, left, right) -> {
            int from = inputGradient.from() + image * shape.height() * shape.width() * channels;
            for (int c = 0; c < channels; c++) {
                inputGradient.array()[from + positions[window * channels + c] * channels + c] +=
                        outputGradient.array()[outputGradient.from() + window * channels + c];
            }
        });
    }

    @Override
    public void gradientAtMaximum(PoolingShape shape, Span input, Span outputGradient, Span inputGradient) {
        int windows = shape.output().size();
        int[] positions = new int[windows];
        maximum(shape, input, new Span(new float[windows], 0, windows), positions);
        maximumGradient(shape, outputGradient, positions, inputGradient);
    }

    @Override
    public void average(PoolingShape shape, Span input, Span output) {
        int channels = shape.channels();
        float share = share(shape);
        forEachWindow(shape, (image, window, top, bottom, left, right) -> {
            int from = input.from() + image * shape.height() * shape.width() * channels;
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += input.array()[from + (y * shape.width() + x) * channels + c];
                    }
                }
                output.array()[output.from() + window * channels + c] = sum * share;
            }
        });
    }

    @Override
    public void averageGradient(PoolingShape shape, Span outputGradient, Span inputGradient) {
        int channels = shape.channels();
        float share = share(shape);
        clear(inputGradient);
        forEachWindow(shape, (image, window, top, bottom, left, right) -> {
            int from = inputGradient.from() + image * shape.height() * shape.width() * channels;
            for (int c = 0; c < channels; c++) {
                float gradient = outputGradient.array()[outputGradient.from() + window * channels + c] * share;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        inputGradient.array()[from + (y * shape.width() + x) * channels + c] += gradient;
                    }
                }
            }
        });
    }

    /// What a pixel contributes to the average of its window.
    static float share(PoolingShape shape) {
        return 1f / (shape.windowHeight() * shape.windowWidth());
    }

    private interface Window {
        /// @param image  its index in the batch
        /// @param window index of the pixel of the output in the whole batch
        /// @param top    first row inside the image; `bottom` is the one after the last, `left` and `right` likewise
        void at(int image, int window, int top, int bottom, int left, int right);
    }

    /// All windows of an image one after the other, in rows; images in parallel.
    private static void forEachWindow(PoolingShape shape, Window body) {
        Parallel.forPieces(shape.batch(), 1, (image, end) -> {
            int window = image * shape.outHeight() * shape.outWidth();
            for (int oy = 0; oy < shape.outHeight(); oy++) {
                for (int ox = 0; ox < shape.outWidth(); ox++) {
                    int top = oy * shape.stride() - shape.verticalPadding();
                    int left = ox * shape.stride() - shape.horizontalPadding();
                    body.at(
                            image,
                            window++,
                            Math.max(0, top),
                            Math.min(shape.height(), top + shape.windowHeight()),
                            Math.max(0, left),
                            Math.min(shape.width(), left + shape.windowWidth()));
                }
            }
        });
    }

    private static void clear(Span span) {
        Arrays.fill(span.array(), span.from(), span.from() + span.length(), 0);
    }
}
