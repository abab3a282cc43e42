package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.peer.Libtorch;
import dev.orthant.benchmarks.peer.Libtorch.TorchTensor;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.benchmarks.peer.TorchConvolution;
import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.ConvolutionKernels;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Convolutions of images and their two gradients in float32. Ours holds images channels last, libtorch as its users do,
/// channels first, and returns a fresh tensor.
///
/// Operations are counted as if every product existed, also those with the padding: the share of the peak may exceed what
/// was done. So are those of `winograd`, our fast algorithm beside libtorch's convolution, which does without.
public final class Convolutions implements Group {
    private static final int BATCH = 64;

    /// Elements of a result that are computed once more in float64.
    private static final int SAMPLES = 100;

    @Override
    public String name() {
        return "conv";
    }

    @Override
    public String description() {
        return "convolutions of 64 images and their gradients in float32, padded to the same size";
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (Pass pass : List.of(Pass.FORWARD, Pass.INPUT_GRADIENT, Pass.WEIGHT_GRADIENT)) {
            add(cases, pass, 32, 16, 16, 3, peers);
            add(cases, pass, 16, 32, 32, 3, peers);
            add(cases, pass, 8, 64, 64, 3, peers);
            if (pass != Pass.INPUT_GRADIENT) { // nobody asks for the gradient of the images themselves
                add(cases, pass, 28, 1, 16, 3, peers);
                add(cases, pass, 32, 3, 32, 3, peers);
            }
            add(cases, pass, 16, 32, 32, 1, peers);
            add(cases, pass, 16, 32, 32, 5, peers);
        }
        add(cases, Pass.WINOGRAD, 32, 16, 16, 3, peers);
        add(cases, Pass.WINOGRAD, 16, 32, 32, 3, peers);
        add(cases, Pass.WINOGRAD, 8, 64, 64, 3, peers);
        add(cases, Pass.WINOGRAD, 16, 128, 128, 3, peers);
        return cases;
    }

    private enum Pass {
        FORWARD,
        WINOGRAD,
        INPUT_GRADIENT,
        WEIGHT_GRADIENT;

        String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private static void add(
            List<Case> cases, Pass pass, int size, int inChannels, int outChannels, int kernel, Peers peers) {
        ConvolutionShape shape = new ConvolutionShape(
                BATCH,
                size,
                size,
                inChannels,
                outChannels,
                kernel,
                kernel,
                1,
                1,
                1,
                new Padding.Zero(kernel / 2, kernel / 2));
        double outputs = (double) BATCH * size * size * outChannels;
        double perOutput = (double) shape.taps() * inChannels;
        double terms = pass == Pass.WEIGHT_GRADIENT ? (double) BATCH * size * size : perOutput;
        cases.add(new Case(
                pass.title(),
                size + "x" + size + " " + inChannels + "->" + outChannels + " " + kernel + "x" + kernel,
                2 * outputs * perOutput,
                Float.BYTES
                        * ((double) shape.input().size()
                                + shape.weights().size()
                                + shape.output().size()),
                // as for a matrix product with sums of as many terms; Winograd's errors are several times larger
                (pass == Pass.WINOGRAD ? 8 : 1) * 16 * Math.sqrt(terms) * Numbers.UNIT,
                () -> new Problem(pass, shape).contest(peers)));
    }

    /// Inputs x, weights w and upstream gradients g; the one that a pass computes is its result.
    private record Problem(Pass pass, ConvolutionShape shape, float[] x, float[] w, float[] g) {
        Problem(Pass pass, ConvolutionShape shape) {
            this(
                    pass,
                    shape,
                    Numbers.uniform(1, shape.input().size()),
                    Numbers.uniform(2, shape.weights().size()),
                    Numbers.uniform(3, shape.output().size()));
        }

        Contest contest(Peers peers) {
            Arena arena = Arena.ofShared();
            List<Rival> rivals = new ArrayList<>();
            float[] result = result();
            peers.libtorch().ifPresent(torch -> rivals.add(rival(torch, arena, result)));
            return new Contest(ours(result), () -> error(result), rivals, arena::close);
        }

        private float[] result() {
            return new float
                    [switch (pass) {
                        case FORWARD, WINOGRAD -> g.length;
                        case INPUT_GRADIENT -> x.length;
                        case WEIGHT_GRADIENT -> w.length;
                    }];
        }

        private Runnable ours(float[] result) {
            ConvolutionKernels kernels = ActiveKernels.get().convolution();
            Span input = span(x);
            Span weights = span(w);
            Span upstream = span(g);
            Span out = span(result);
            return switch (pass) {
                case FORWARD -> () -> kernels.forward(shape, input, weights, out);
                case WINOGRAD -> () -> kernels.winogradForward(shape, input, weights, out);
                case INPUT_GRADIENT -> () -> kernels.inputGradient(shape, upstream, weights, out);
                case WEIGHT_GRADIENT -> () -> kernels.weightGradient(shape, input, upstream, out);
            };
        }

        private static Span span(float[] numbers) {
            return new Span(numbers, 0, numbers.length);
        }

        private Rival rival(Libtorch torch, Arena arena, float[] result) {
            TorchConvolution convolution = torch.convolution(arena, shape.kernelHeight() / 2);
            TorchTensor input = channelsFirst(torch, arena, x, shape.input());
            TorchTensor weights = torch.tensor(arena, w, longs(shape.weights().toArray()));
            TorchTensor upstream = channelsFirst(torch, arena, g, shape.output());
            Runnable run = switch (pass) {
                case FORWARD, WINOGRAD -> () -> convolution.forward(input, weights);
                case INPUT_GRADIENT -> () -> convolution.inputGradient(upstream, input, weights);
                case WEIGHT_GRADIENT -> () -> convolution.weightGradient(upstream, input, weights);
            };
            return new Rival("libtorch", run, () -> {
                float[] theirs = convolution.result(result.length);
                float[] ordered = switch (pass) {
                    case FORWARD, WINOGRAD -> channelsLast(theirs, shape.output());
                    case INPUT_GRADIENT -> channelsLast(theirs, shape.input());
                    case WEIGHT_GRADIENT -> theirs;
                };
                return Numbers.difference(ordered, result);
            });
        }

        private static TorchTensor channelsFirst(Libtorch torch, Arena arena, float[] images, Shape shape) {
            int pixels = shape.axis(1) * shape.axis(2);
            int channels = shape.axis(3);
            float[] planes = new float[images.length];
            for (int i = 0; i < images.length; i++) {
                int image = i / (pixels * channels);
                int pixel = i / channels % pixels;
                planes[(image * channels + i % channels) * pixels + pixel] = images[i];
            }
            return torch.tensor(arena, planes, shape.axis(0), channels, shape.axis(1), shape.axis(2));
        }

        private static float[] channelsLast(float[] planes, Shape shape) {
            int pixels = shape.axis(1) * shape.axis(2);
            int channels = shape.axis(3);
            float[] images = new float[planes.length];
            for (int i = 0; i < images.length; i++) {
                int image = i / (pixels * channels);
                int pixel = i / channels % pixels;
                images[i] = planes[(image * channels + i % channels) * pixels + pixel];
            }
            return images;
        }

        private static long[] longs(int[] lengths) {
            long[] longs = new long[lengths.length];
            for (int i = 0; i < lengths.length; i++) {
                longs[i] = lengths[i];
            }
            return longs;
        }

        private double error(float[] result) {
            SplittableRandom random = new SplittableRandom(4);
            float[] sampled = new float[SAMPLES];
            float[] defined = new float[SAMPLES];
            for (int s = 0; s < SAMPLES; s++) {
                int index = random.nextInt(result.length);
                sampled[s] = result[index];
                defined[s] = (float) defined(index);
            }
            return Numbers.difference(sampled, defined);
        }

        /// One element of the result: the sum, over all (n, oy, ox, k, dy, dx, c), of the products that it consists of.
        private double defined(int index) {
            int kernel = shape.kernelHeight();
            int size = shape.height();
            int in = shape.inChannels();
            int out = shape.outChannels();
            double sum = 0;
            switch (pass) {
                case FORWARD, WINOGRAD -> {
                    int k = index % out;
                    int ox = index / out % size;
                    int oy = index / out / size % size;
                    int n = index / out / size / size;
                    for (int dy = 0; dy < kernel; dy++) {
                        for (int dx = 0; dx < kernel; dx++) {
                            for (int c = 0; c < in; c++) {
                                sum += x(n, oy + dy - kernel / 2, ox + dx - kernel / 2, c) * w(k, c, dy, dx);
                            }
                        }
                    }
                }
                case INPUT_GRADIENT -> {
                    int c = index % in;
                    int ix = index / in % size;
                    int iy = index / in / size % size;
                    int n = index / in / size / size;
                    for (int dy = 0; dy < kernel; dy++) {
                        for (int dx = 0; dx < kernel; dx++) {
                            for (int k = 0; k < out; k++) {
                                sum += g(n, iy - dy + kernel / 2, ix - dx + kernel / 2, k) * w(k, c, dy, dx);
                            }
                        }
                    }
                }
                case WEIGHT_GRADIENT -> {
                    int dx = index % kernel;
                    int dy = index / kernel % kernel;
                    int c = index / kernel / kernel % in;
                    int k = index / kernel / kernel / in;
                    for (int n = 0; n < BATCH; n++) {
                        for (int oy = 0; oy < size; oy++) {
                            for (int ox = 0; ox < size; ox++) {
                                sum += g(n, oy, ox, k) * x(n, oy + dy - kernel / 2, ox + dx - kernel / 2, c);
                            }
                        }
                    }
                }
            }
            return sum;
        }

        private double x(int n, int y, int column, int c) {
            return pixel(x, shape.inChannels(), n, y, column, c);
        }

        private double g(int n, int y, int column, int k) {
            return pixel(g, shape.outChannels(), n, y, column, k);
        }

        private double w(int k, int c, int dy, int dx) {
            return w[((k * shape.inChannels() + c) * shape.kernelHeight() + dy) * shape.kernelWidth() + dx];
        }

        /// Zero outside of the image.
        private double pixel(float[] images, int channels, int n, int y, int column, int channel) {
            int size = shape.height();
            if (y < 0 || y >= size || column < 0 || column >= size) {
                return 0;
            }
            return images[((n * size + y) * size + column) * channels + channel];
        }
    }
}
