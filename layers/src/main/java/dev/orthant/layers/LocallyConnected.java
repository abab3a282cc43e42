package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.Conv2d;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.PixelWindow;
import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Role;
import java.util.ArrayList;
import java.util.List;

/// A convolution that shares nothing: every window has filters and biases of its own. An example is
/// `[height, width, channels]`.
///
///     z[w] = W[w] x[window w] + b[w]        W [windows · outChannels, channels · kernel², 1, 1], b [windows · outChannels]
///     prior: W ~ N(0, σ_w²/fanIn),  b ~ N(0, σ_b²)          fanIn = channels · kernel²
///
/// Its kernel has covariance 0 between different places (Novak et al. 2019, section 5.1); where no pooling follows it is that of
/// the convolution, as it needs equal places only.
///
/// ```java
/// Layer layer = new LocallyConnected(1, 1, 1, Padding.valid(), 1, 0);     // two windows of one pixel, two filters
/// Map<String, Tensor> state = Map.of("weight", Tensor.of(Shape.of(2, 1, 1, 1), 10, 100));
/// Network network = Network.ofState(layer, Shape.of(1, 2, 1), state);
/// network.predict(Tensor.of(Shape.of(1, 2, 1), 1, 2)).toArray();          // → [10.0, 200.0]
/// ```
///
/// @param outChannels    at least 1
/// @param kernel         rows and columns of a window, at least 1
/// @param stride         pixels between two neighbouring windows, at least 1
/// @param padding        what surrounds the image
/// @param weightVariance σ_w², more than 0
/// @param biasVariance   σ_b², at least 0; 0 means that there is no bias
/// @since 0.1.0
public record LocallyConnected(
        int outChannels, int kernel, int stride, Padding padding, double weightVariance, double biasVariance)
        implements Layer {
    /// Checks sizes and prior.
    ///
    /// @throws IllegalArgumentException if a size is less than 1 or a variance out of range
    public LocallyConnected {
        if (outChannels < 1 || kernel < 1 || stride < 1 || !(weightVariance > 0) || !(biasVariance >= 0)) {
            throw new IllegalArgumentException("locally connected: " + outChannels + " channels, windows of " + kernel
                    + ", stride " + stride + ", weight variance " + weightVariance + " and bias variance "
                    + biasVariance + " came; they must be at least 1, 1, 1, more than 0 and at least 0");
        }
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        ConvolutionShape shape = shape(input);
        int fanIn = input.axis(2) * shape.taps();
        int outputs = shape.outHeight() * shape.outWidth() * outChannels;
        List<WeightSpec> specs = new ArrayList<>();
        specs.add(new WeightSpec("weight", Role.MATRIX, Shape.of(outputs, fanIn, 1, 1), fanIn, weightVariance / fanIn));
        if (biasVariance > 0) {
            specs.add(new WeightSpec("bias", Role.BIAS, Shape.of(outputs), fanIn, biasVariance));
        }
        return specs;
    }

    @Override
    public Shape output(Shape input) {
        ConvolutionShape shape = shape(input);
        return Shape.of(shape.outHeight(), shape.outWidth(), outChannels);
    }

    private ConvolutionShape shape(Shape input) {
        Images.require("locally connected", input);
        return new ConvolutionShape(
                1, input.axis(0), input.axis(1), input.axis(2), outChannels, kernel, kernel, stride, 1, 1, padding);
    }

    /// Two convolutions: the first, with filters of a single 1, lays the numbers of each window side by side; the second, of one
    /// pixel and as many groups as there are windows, multiplies each run with its own matrix.
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Shape images = input.tensor().shape();
        int batch = images.axis(0);
        int channels = images.axis(3);
        ConvolutionShape shape = shape(Shape.of(images.axis(1), images.axis(2), channels));
        int windows = shape.outHeight() * shape.outWidth();
        int fanIn = channels * shape.taps();
        Value laidOut = evaluator.apply(
                new Conv2d(stride, 1, 1, padding), input, evaluator.constant(selection(channels, shape.taps())));
        Value runs = evaluator.apply(new Reshape(Shape.of(batch, 1, 1, windows * fanIn)), laidOut);
        Value products = evaluator.apply(new Conv2d(1, 1, windows, Padding.valid()), runs, weights.get("weight"));
        Value sums = biasVariance > 0 ? evaluator.apply(new AddRow(), products, weights.get("bias")) : products;
        return evaluator.apply(new Reshape(Shape.of(batch, shape.outHeight(), shape.outWidth(), outChannels)), sums);
    }

    /// Filter c · taps + t picks channel c at place t.
    private Tensor selection(int channels, int taps) {
        Tensor filters = Tensor.zeros(Shape.of(channels * taps, channels, kernel, kernel));
        for (int filter = 0; filter < channels * taps; filter++) {
            int at = (filter * channels + filter / taps) * taps + filter % taps;
            filters.span().array()[filters.span().from() + at] = 1;
        }
        return filters;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        PixelWindow window = PixelWindow.of(kernel, stride, padding);
        return input.pixels()
                .locallyConnected(window, weightVariance, biasVariance)
                .withWidth(outChannels);
    }
}
