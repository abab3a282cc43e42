package dev.orthant.tensor.kernel;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Shapes that the tests of the convolutions share, and the three passes as functions of whole arrays.
final class ConvolutionCases {
    /// Numbers before and after each span: a kernel that writes there is found out.
    private static final int MARGIN = 19;

    private static final float UNTOUCHED = 12345;

    private ConvolutionCases() {}

    /// Small shapes: each kind of window with channel counts below, at and beyond a vector of any width.
    static List<ConvolutionShape> all() {
        List<ConvolutionShape> all = new ArrayList<>();
        int[][] channels = {{1, 1}, {1, 16}, {3, 5}, {3, 32}, {16, 16}, {17, 33}, {8, 4}, {32, 24}, {5, 64}};
        for (int[] pair : channels) {
            int in = pair[0];
            int out = pair[1];
            all.add(new ConvolutionShape(2, 8, 8, in, out, 3, 3, 1, 1, 1, Padding.zero(1)));
            all.add(new ConvolutionShape(1, 7, 11, in, out, 3, 3, 1, 1, 1, Padding.valid()));
            all.add(new ConvolutionShape(3, 9, 7, in, out, 3, 3, 2, 1, 1, Padding.zero(1)));
            all.add(new ConvolutionShape(1, 9, 10, in, out, 3, 3, 1, 2, 1, Padding.zero(2)));
            all.add(new ConvolutionShape(2, 6, 5, in, out, 1, 1, 1, 1, 1, Padding.valid()));
            all.add(new ConvolutionShape(2, 6, 5, in, out, 1, 1, 2, 1, 1, Padding.valid()));
            all.add(new ConvolutionShape(1, 6, 9, in, out, 5, 5, 1, 1, 1, Padding.zero(2)));
            all.add(new ConvolutionShape(2, 5, 6, in, out, 3, 3, 1, 1, 1, Padding.circular(1)));
        }
        all.add(new ConvolutionShape(0, 5, 6, 3, 4, 3, 3, 1, 1, 1, Padding.zero(1)));
        all.add(new ConvolutionShape(2, 2, 3, 4, 6, 5, 5, 1, 1, 1, Padding.zero(2)));
        all.add(new ConvolutionShape(1, 1, 1, 16, 16, 3, 3, 1, 1, 1, Padding.zero(1)));
        all.add(new ConvolutionShape(1, 3, 3, 2, 3, 2, 4, 3, 1, 1, new Padding.Zero(3, 5)));
        all.add(new ConvolutionShape(2, 10, 9, 4, 16, 4, 2, 3, 2, 1, new Padding.Zero(0, 1)));
        all.add(new ConvolutionShape(1, 13, 12, 3, 8, 3, 3, 4, 2, 1, Padding.zero(1)));
        all.add(new ConvolutionShape(1, 9, 9, 6, 8, 2, 3, 4, 6, 1, Padding.zero(3)));
        all.add(new ConvolutionShape(1, 40, 33, 4, 8, 7, 7, 2, 1, 1, Padding.zero(3)));
        all.add(new ConvolutionShape(2, 7, 6, 8, 12, 3, 3, 1, 1, 2, Padding.zero(1)));
        all.add(new ConvolutionShape(2, 7, 6, 32, 32, 3, 3, 2, 1, 2, Padding.zero(1)));
        all.add(new ConvolutionShape(1, 7, 6, 6, 9, 3, 3, 1, 2, 3, Padding.circular(2)));
        all.add(new ConvolutionShape(2, 6, 7, 6, 9, 1, 1, 1, 1, 3, Padding.valid()));
        all.add(new ConvolutionShape(2, 6, 7, 5, 10, 3, 3, 1, 1, 5, Padding.zero(1)));
        for (int depthwise : new int[] {1, 5, 16, 37}) {
            all.add(new ConvolutionShape(2, 8, 7, depthwise, depthwise, 3, 3, 1, 1, depthwise, Padding.zero(1)));
            all.add(new ConvolutionShape(1, 9, 7, depthwise, depthwise, 5, 3, 2, 1, depthwise, Padding.zero(1)));
            all.add(new ConvolutionShape(1, 9, 7, depthwise, depthwise, 3, 3, 1, 2, depthwise, Padding.circular(2)));
        }
        all.add(new ConvolutionShape(9, 8, 8, 16, 32, 3, 3, 1, 1, 1, Padding.zero(1)));
        all.add(new ConvolutionShape(1, 37, 16, 16, 16, 3, 3, 1, 1, 1, Padding.zero(1)));
        // Deeper, wider and taller than what the direct convolution and the weight gradient take at a time.
        all.add(new ConvolutionShape(1, 3, 45, 70, 20, 3, 3, 1, 1, 1, Padding.zero(1)));
        all.add(new ConvolutionShape(2, 30, 35, 24, 16, 3, 3, 1, 1, 1, new Padding.Zero(0, 2)));
        // Channels and rows that leave a tile partly empty, in one sweep, in several, in two segments of a row.
        all.add(new ConvolutionShape(3, 28, 28, 1, 6, 5, 5, 1, 1, 1, Padding.zero(2)));
        all.add(new ConvolutionShape(9, 14, 14, 6, 16, 5, 5, 1, 1, 1, Padding.valid()));
        all.add(new ConvolutionShape(2, 4, 8, 3, 1, 3, 3, 1, 1, 1, Padding.valid()));
        all.add(new ConvolutionShape(2, 9, 45, 2, 6, 3, 3, 1, 1, 1, Padding.zero(1)));
        all.add(new ConvolutionShape(2, 9, 17, 6, 14, 5, 5, 1, 1, 2, Padding.zero(2)));
        all.add(new ConvolutionShape(2, 9, 17, 66, 6, 3, 3, 1, 1, 1, Padding.zero(1)));
        all.add(new ConvolutionShape(1, 11, 9, 16, 8, 2, 7, 1, 1, 1, new Padding.Zero(1, 5)));
        // Of a row one pixel alone meets the image, or none: gradients with stride = dilation, outputs far outside.
        all.add(new ConvolutionShape(2, 5, 6, 20, 5, 3, 3, 4, 4, 5, new Padding.Zero(5, 2)));
        all.add(new ConvolutionShape(1, 9, 6, 3, 16, 3, 3, 4, 4, 1, new Padding.Zero(2, 2)));
        all.add(new ConvolutionShape(1, 3, 1, 4, 16, 3, 3, 3, 1, 1, new Padding.Zero(1, 10)));
        return all;
    }

    /// One of the three passes.
    enum Pass {
        FORWARD,
        INPUT_GRADIENT,
        WEIGHT_GRADIENT;

        int leftSize(ConvolutionShape shape) {
            return this == INPUT_GRADIENT
                    ? shape.output().size()
                    : shape.input().size();
        }

        int rightSize(ConvolutionShape shape) {
            return this == WEIGHT_GRADIENT
                    ? shape.output().size()
                    : shape.weights().size();
        }

        int resultSize(ConvolutionShape shape) {
            return switch (this) {
                case FORWARD -> shape.output().size();
                case INPUT_GRADIENT -> shape.input().size();
                case WEIGHT_GRADIENT -> shape.weights().size();
            };
        }

        /// At most this many products are summed into one number of the result.
        int depth(ConvolutionShape shape) {
            return switch (this) {
                case FORWARD -> shape.taps() * shape.groupInChannels();
                case INPUT_GRADIENT -> shape.taps() * shape.groupOutChannels();
                case WEIGHT_GRADIENT -> shape.batch() * shape.outHeight() * shape.outWidth();
            };
        }

        void run(ConvolutionKernels kernels, ConvolutionShape shape, Span left, Span right, Span result) {
            switch (this) {
                case FORWARD -> kernels.forward(shape, left, right, result);
                case INPUT_GRADIENT -> kernels.inputGradient(shape, left, right, result);
                case WEIGHT_GRADIENT -> kernels.weightGradient(shape, left, right, result);
            }
        }

        /// The pass on spans inside larger arrays; fails if it writes outside.
        float[] result(ConvolutionKernels kernels, ConvolutionShape shape, float[] left, float[] right) {
            Span result = within(new float[resultSize(shape)], UNTOUCHED);
            Arrays.fill(result.array(), UNTOUCHED);
            run(kernels, shape, within(left, Float.NaN), within(right, Float.NaN), result);
            for (int i = 0; i < MARGIN; i++) {
                if (result.array()[i] != UNTOUCHED || result.array()[MARGIN + result.length() + i] != UNTOUCHED) {
                    throw new AssertionError(this + " " + shape + " writes outside its span");
                }
            }
            return Arrays.copyOfRange(result.array(), MARGIN, MARGIN + result.length());
        }
    }

    private static Span within(float[] numbers, float margin) {
        float[] array = new float[numbers.length + 2 * MARGIN];
        Arrays.fill(array, margin);
        System.arraycopy(numbers, 0, array, MARGIN, numbers.length);
        return new Span(array, MARGIN, numbers.length);
    }
}
