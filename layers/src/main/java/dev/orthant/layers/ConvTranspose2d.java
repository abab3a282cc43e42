package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.weights.Role;
import java.util.ArrayList;
import java.util.List;

/// Transposed convolution of images: the map that carries a convolution's gradients back, used to enlarge images. An example
/// is `[height, width, channels]`.
///
///     z = Wᵀ x + b          W [channels, outChannels / groups, kernel, kernel], b [outChannels]
///     outHeight = (height − 1) stride − 2 padding + dilation (kernel − 1) + extra + 1, and so the width
///     prior : W ~ N(0, σ_w² / fanIn),  b ~ N(0, σ_b²)          fanIn = outChannels / groups · kernel²
///
/// The fan-in is the one that PyTorch's initialisers use for these weights. How many windows really meet in a pixel
/// depends on the stride.
///
/// ```java
/// Map<String, Tensor> state = Map.of("weight", Tensor.of(Shape.of(1, 1, 2, 2), 1, 2, 3, 4));
/// Network stamp = Network.ofState(new ConvTranspose2d(1, 2, 2, 0), Shape.of(1, 2, 1), state);
/// Tensor enlarged = stamp.predict(Tensor.of(Shape.of(1, 2, 1), 1, 10));       // each pixel stamps the filter, times itself
/// enlarged.rows(0, 1).toArray();                                              // → [1.0, 2.0, 10.0, 20.0]
/// enlarged.rows(1, 2).toArray();                                              // → [3.0, 4.0, 30.0, 40.0]
/// ```
///
/// @param outChannels    channels of the result, at least 1
/// @param kernel         rows and columns of a filter, at least 1
/// @param stride         by what the images are enlarged, at least 1
/// @param padding        pixels that are cut off on each of the four sides, at least 0
/// @param extra          rows and columns added at the lower and right end (PyTorch's `output_padding`), less than the larger
///     of stride and dilation
/// @param dilation       pixels between two neighbouring weights of a filter, at least 1
/// @param groups         runs of channels that do not see each other, at least 1; must divide both numbers of channels
/// @param weightVariance σ_w², more than 0
/// @param biasVariance   σ_b², at least 0; 0 means that there is no bias
/// @since 0.1.0
public record ConvTranspose2d(
        int outChannels,
        int kernel,
        int stride,
        int padding,
        int extra,
        int dilation,
        int groups,
        double weightVariance,
        double biasVariance)
        implements Layer {
    /// Checks sizes and prior.
    ///
    /// @throws IllegalArgumentException if a number is out of range, or the groups do not divide the channels of the
    ///     result
    public ConvTranspose2d {
        if (outChannels < 1 || kernel < 1 || stride < 1 || dilation < 1 || groups < 1 || outChannels % groups != 0) {
            throw new IllegalArgumentException("transposed convolution: " + outChannels + " channels, a kernel of "
                    + kernel + ", stride " + stride + ", dilation " + dilation + " and " + groups
                    + " groups came; all must be at least 1, and the groups must divide the channels");
        }
        if (padding < 0 || extra < 0 || extra >= Math.max(stride, dilation)) {
            throw new IllegalArgumentException("transposed convolution: padding " + padding + " and " + extra
                    + " extra rows came; both must be at least 0, the second less than the larger of the stride "
                    + stride + " and the dilation " + dilation);
        }
        if (!(weightVariance > 0) || !(biasVariance >= 0)) {
            throw new IllegalArgumentException("transposed convolution: weight variance is " + weightVariance
                    + " and bias variance " + biasVariance + "; they must be more than 0 and at least 0");
        }
    }

    /// Dense filters, all pixels of them side by side, without bias, σ_w = 1.
    ///
    /// @param outChannels channels of the result, at least 1
    /// @param kernel      rows and columns of a filter, at least 1
    /// @param stride      by what the images are enlarged, at least 1
    /// @param padding     pixels that are cut off on each of the four sides, at least 0
    public ConvTranspose2d(int outChannels, int kernel, int stride, int padding) {
        this(outChannels, kernel, stride, padding, 0, 1, 1, 1, 0);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        output(input);
        int fanIn = outChannels / groups * kernel * kernel;
        Shape filters = Shape.of(input.axis(2), outChannels / groups, kernel, kernel);
        List<WeightSpec> specs = new ArrayList<>();
        specs.add(new WeightSpec("weight", Role.MATRIX, filters, fanIn, weightVariance / fanIn));
        if (biasVariance > 0) {
            specs.add(new WeightSpec("bias", Role.BIAS, Shape.of(outChannels), fanIn, biasVariance));
        }
        return specs;
    }

    @Override
    public Shape output(Shape input) {
        Images.require("transposed convolution", input);
        int height = enlarged(input.axis(0));
        int width = enlarged(input.axis(1));
        if (height < 1 || width < 1 || input.axis(2) % groups != 0) {
            throw new ShapeException(
                    "transposed convolution: an example is " + input + ", which gives " + height + " x " + width
                            + " pixels; at least one is required, and " + groups + " groups must divide the channels");
        }
        return Shape.of(height, width, outChannels);
    }

    private int enlarged(int length) {
        return (length - 1) * stride - 2 * padding + dilation * (kernel - 1) + extra + 1;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Shape shape = input.tensor().shape();
        Value sums = evaluator.apply(
                new dev.orthant.autograd.op.ConvTranspose2d(
                        stride,
                        dilation,
                        groups,
                        Padding.zero(padding),
                        enlarged(shape.axis(1)),
                        enlarged(shape.axis(2))),
                input,
                weights.get("weight"));
        return biasVariance > 0 ? evaluator.apply(new AddRow(), sums, weights.get("bias")) : sums;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm(
                "kernel of a transposed convolution: it needs the covariances of all pairs of pixels, which"
                        + " a block of one number for each pair of examples does not carry; use linear layers");
    }
}
