package dev.orthant.tensor.kernel;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;

/// The definition: every product of a convolution once, summed in float64 and rounded to float32 at the end. Written for
/// the reader.
///
/// All three passes visit the same meetings of a pixel of the input, a tap of the kernel (one of its positions) and a
/// pixel of the output; they differ in which of the three they sum into.
public final class ScalarConvolution implements ConvolutionKernels {
    @Override
    public void forward(ConvolutionShape shape, Span input, Span weights, Span output) {
        int groupIn = shape.groupInChannels();
        int groupOut = shape.groupOutChannels();
        Parallel.forPieces(shape.batch(), 1, (image, end) -> {
            double[] sums = new double[shape.outHeight() * shape.outWidth() * shape.outChannels()];
            int inputImage = input.from() + image * shape.height() * shape.width() * shape.inChannels();
            forEachMeeting(shape, (inputPixel, tap, outputPixel) -> {
                for (int k = 0; k < shape.outChannels(); k++) {
                    int firstChannel = k / groupOut * groupIn;
                    double sum = 0;
                    for (int c = 0; c < groupIn; c++) {
                        double x = input.array()[inputImage + inputPixel * shape.inChannels() + firstChannel + c];
                        sum += x * weights.array()[weights.from() + (k * groupIn + c) * shape.taps() + tap];
                    }
                    sums[outputPixel * shape.outChannels() + k] += sum;
                }
            });
            round(sums, output, image * sums.length);
        });
    }

    @Override
    public void forwardWithBias(ConvolutionShape shape, Span input, Span weights, Span bias, Span output) {
        forward(shape, input, weights, output);
        int channels = shape.outChannels();
        for (int i = 0; i < output.length(); i++) {
            output.array()[output.from() + i] += bias.array()[bias.from() + i % channels];
        }
    }

    /// The same function, by the definition.
    @Override
    public void winogradForward(ConvolutionShape shape, Span input, Span weights, Span output) {
        forward(WinogradTiles.of(shape).shape(), input, weights, output);
    }

    @Override
    public void inputGradient(ConvolutionShape shape, Span outputGradient, Span weights, Span inputGradient) {
        int groupIn = shape.groupInChannels();
        int groupOut = shape.groupOutChannels();
        Parallel.forPieces(shape.batch(), 1, (image, end) -> {
            double[] sums = new double[shape.height() * shape.width() * shape.inChannels()];
            int outputImage =
                    outputGradient.from() + image * shape.outHeight() * shape.outWidth() * shape.outChannels();
            forEachMeeting(shape, (inputPixel, tap, outputPixel) -> {
                for (int k = 0; k < shape.outChannels(); k++) {
                    int firstChannel = k / groupOut * groupIn;
                    double g = outputGradient.array()[outputImage + outputPixel * shape.outChannels() + k];
                    for (int c = 0; c < groupIn; c++) {
                        sums[inputPixel * shape.inChannels() + firstChannel + c] +=
                                g * weights.array()[weights.from() + (k * groupIn + c) * shape.taps() + tap];
                    }
                }
            });
            round(sums, inputGradient, image * sums.length);
        });
    }

    @Override
    public void weightGradient(ConvolutionShape shape, Span input, Span outputGradient, Span weightGradient) {
        int groupIn = shape.groupInChannels();
        int groupOut = shape.groupOutChannels();
        int inputSize = shape.height() * shape.width() * shape.inChannels();
        int outputSize = shape.outHeight() * shape.outWidth() * shape.outChannels();
        Parallel.forPieces(shape.outChannels(), 1, (k, end) -> {
            double[] sums = new double[groupIn * shape.taps()];
            for (int n = 0; n < shape.batch(); n++) {
                int inputImage = input.from() + n * inputSize + k / groupOut * groupIn;
                int outputImage = outputGradient.from() + n * outputSize + k;
                forEachMeeting(shape, (inputPixel, tap, outputPixel) -> {
                    double g = outputGradient.array()[outputImage + outputPixel * shape.outChannels()];
                    for (int c = 0; c < groupIn; c++) {
                        sums[c * shape.taps() + tap] +=
                                g * input.array()[inputImage + inputPixel * shape.inChannels() + c];
                    }
                });
            }
            round(sums, weightGradient, k * sums.length);
        });
    }

    private interface Meeting {
        /// @param inputPixel  y · width + x in its image
        /// @param tap         row · kernelWidth + column in the kernel
        /// @param outputPixel y · outWidth + x in its image
        void at(int inputPixel, int tap, int outputPixel);
    }

    /// All meetings in one image: pixels of the output in rows, for each the taps in rows.
    private static void forEachMeeting(ConvolutionShape shape, Meeting meeting) {
        for (int oy = 0; oy < shape.outHeight(); oy++) {
            for (int ox = 0; ox < shape.outWidth(); ox++) {
                for (int dy = 0; dy < shape.kernelHeight(); dy++) {
                    for (int dx = 0; dx < shape.kernelWidth(); dx++) {
                        int iy = oy * shape.stride()
                                + dy * shape.dilation()
                                - shape.padding().vertical();
                        int ix = ox * shape.stride()
                                + dx * shape.dilation()
                                - shape.padding().horizontal();
                        if (shape.padding() instanceof Padding.Circular) {
                            iy = Math.floorMod(iy, shape.height());
                            ix = Math.floorMod(ix, shape.width());
                        }
                        if (iy >= 0 && iy < shape.height() && ix >= 0 && ix < shape.width()) {
                            meeting.at(
                                    iy * shape.width() + ix, dy * shape.kernelWidth() + dx, oy * shape.outWidth() + ox);
                        }
                    }
                }
            }
        }
    }

    private static void round(double[] sums, Span target, int offset) {
        for (int i = 0; i < sums.length; i++) {
            target.array()[target.from() + offset + i] = (float) sums[i];
        }
    }
}
