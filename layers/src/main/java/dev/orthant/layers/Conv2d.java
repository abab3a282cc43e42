package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Conv2dWithBias;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.layers.infinite.PixelBlock;
import dev.orthant.layers.infinite.PixelWindow;
import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.weights.Role;
import java.util.ArrayList;
import java.util.List;

/// Convolution of images, with or without a bias. An example is `[height, width, channels]`.
///
///     z     = x ⋆ W + b          W [outChannels, channels / groups, kernelHeight, kernelWidth], b [outChannels]
///     prior : W ~ N(0, σ_w² / fanIn),  b ~ N(0, σ_b²)          fanIn = channels / groups · kernelHeight · kernelWidth
///
/// Its kernel: [PixelBlock#convolved].
///
/// ```java
/// Map<String, Tensor> state = Map.of("weight", Tensor.of(Shape.of(1, 1, 2, 2), 1, 0, 0, -1));
/// Network diagonal = Network.ofState(Conv2d.of(1, 2, Padding.valid()), Shape.of(2, 3, 1), state);
/// diagonal.predict(Tensor.of(Shape.of(2, 3, 1), 1, 2, 3, 4, 5, 9)).toArray();     // → [-4.0, -7.0]
/// Conv2d.of(6, 5, Padding.zero(2)).withStride(2).output(Shape.of(28, 28, 1));     // → [14, 14, 6]
/// Conv2d depthwise = Conv2d.of(8, 3, Padding.zero(1)).withGroups(8);
/// depthwise.weights(Shape.of(28, 28, 8)).getFirst().shape();                      // → [8, 1, 3, 3]
/// ```
///
/// @param outChannels    channels of the result, at least 1
/// @param kernelHeight   rows of a filter, at least 1
/// @param kernelWidth    columns of a filter, at least 1
/// @param stride         pixels between two neighbouring windows, at least 1
/// @param padding        what surrounds the image
/// @param dilation       pixels between two neighbouring weights of a filter, at least 1
/// @param groups         runs of channels that do not see each other, at least 1; must divide both numbers of channels
/// @param weightVariance σ_w², more than 0
/// @param biasVariance   σ_b², at least 0; 0 means that there is no bias
/// @param parameterisation of the NTK; the finite network and the NNGP are the same for both
/// @since 0.1.0
public record Conv2d(
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int stride,
        Padding padding,
        int dilation,
        int groups,
        double weightVariance,
        double biasVariance,
        Parameterisation parameterisation)
        implements Layer {
    /// Checks sizes and prior. Whether the groups divide the channels is seen when the input's shape is known.
    ///
    /// @throws IllegalArgumentException if a size is less than 1 or a variance out of range
    public Conv2d {
        if (outChannels < 1 || kernelHeight < 1 || kernelWidth < 1 || stride < 1 || dilation < 1 || groups < 1) {
            throw new IllegalArgumentException("convolution: " + outChannels + " channels, a kernel of " + kernelHeight
                    + " x " + kernelWidth + ", stride " + stride + ", dilation " + dilation + " and " + groups
                    + " groups came; all must be at least 1");
        }
        if (!(weightVariance > 0) || !(biasVariance >= 0)) {
            throw new IllegalArgumentException("convolution: weight variance is " + weightVariance
                    + " and bias variance " + biasVariance + "; they must be more than 0 and at least 0");
        }
    }

    /// Dense square filters of stride 1 without bias, σ_w = 1, NTK parameterisation: the start of a sentence that
    /// [#withStride], [#withVariances], … complete.
    ///
    /// @param outChannels channels of the result, at least 1
    /// @param kernel      rows and columns of a filter, at least 1
    /// @param padding     what surrounds the image
    /// @return the layer, whose filters see all channels
    public static Conv2d of(int outChannels, int kernel, Padding padding) {
        return new Conv2d(outChannels, kernel, kernel, 1, padding, 1, 1, 1, 0, Parameterisation.NTK);
    }

    /// {@return the same layer with another stride}
    ///
    /// @param other pixels between two neighbouring windows, down and across, at least 1
    /// @throws IllegalArgumentException if it is less than 1
    public Conv2d withStride(int other) {
        return new Conv2d(
                outChannels,
                kernelHeight,
                kernelWidth,
                other,
                padding,
                dilation,
                groups,
                weightVariance,
                biasVariance,
                parameterisation);
    }

    /// {@return the same layer with another number of groups}
    ///
    /// @param other runs of channels that do not see each other, at least 1; must divide both numbers of channels
    /// @throws IllegalArgumentException if it is less than 1
    public Conv2d withGroups(int other) {
        return new Conv2d(
                outChannels,
                kernelHeight,
                kernelWidth,
                stride,
                padding,
                dilation,
                other,
                weightVariance,
                biasVariance,
                parameterisation);
    }

    /// {@return the same layer with another prior}
    ///
    /// @param weight σ_w², more than 0
    /// @param bias   σ_b², at least 0; 0 removes the bias
    /// @throws IllegalArgumentException if a variance is out of range
    public Conv2d withVariances(double weight, double bias) {
        return new Conv2d(
                outChannels,
                kernelHeight,
                kernelWidth,
                stride,
                padding,
                dilation,
                groups,
                weight,
                bias,
                parameterisation);
    }

    /// {@return the same layer, computed by Winograd's algorithm} Faster from some 32 channels on, less precise, so never chosen
    /// by itself.
    ///
    /// @throws dev.orthant.tensor.ShapeException if the filters are not 3 × 3, or have another stride, dilation or number of groups than 1
    public WinogradConv2d withWinograd() {
        return new WinogradConv2d(this);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        ConvolutionShape shape = shape(input);
        int fanIn = shape.groupInChannels() * shape.taps();
        List<WeightSpec> specs = new ArrayList<>();
        specs.add(new WeightSpec("weight", Role.MATRIX, shape.weights(), fanIn, weightVariance / fanIn));
        if (biasVariance > 0) {
            specs.add(new WeightSpec("bias", Role.BIAS, Shape.of(outChannels), fanIn, biasVariance));
        }
        return specs;
    }

    @Override
    public Shape output(Shape input) {
        ConvolutionShape shape = shape(input);
        return Shape.of(shape.outHeight(), shape.outWidth(), outChannels);
    }

    /// The lengths of this convolution for one example.
    ///
    /// @param input [height, width, channels]
    /// @throws dev.orthant.tensor.ShapeException if it does not fit
    ConvolutionShape shape(Shape input) {
        Images.require("convolution", input);
        return new ConvolutionShape(
                1,
                input.axis(0),
                input.axis(1),
                input.axis(2),
                outChannels,
                kernelHeight,
                kernelWidth,
                stride,
                dilation,
                groups,
                padding);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        var convolution = new dev.orthant.autograd.op.Conv2d(stride, dilation, groups, padding);
        Value filters = weights.get("weight");
        return biasVariance > 0
                ? evaluator.apply(new Conv2dWithBias(convolution), List.of(input, filters, weights.get("bias")))
                : evaluator.apply(convolution, input, filters);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        if (groups > 1) {
            throw new NoClosedForm("kernel of a convolution: in " + groups + " groups the first layer's channels see"
                    + " different inputs; no closed form is known; use one group");
        }
        PixelWindow window = new PixelWindow(kernelHeight, kernelWidth, stride, dilation, padding);
        PixelBlock pixels = input.pixels();
        PixelBlock output = switch (parameterisation) {
            case NTK -> pixels.convolved(window, weightVariance, biasVariance);
            case STANDARD -> pixels.convolvedStandard(window, weightVariance, biasVariance);
        };
        return output.withWidth(outChannels);
    }
}
