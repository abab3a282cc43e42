package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import java.util.List;

/// A [Conv2d] that computes its value by Winograd's F(4 × 4, 3 × 3), for those who prefer speed to precision ([Conv2d#withWinograd]).
/// Weights, gradients and kernel are the convolution's, under the same names, and so is the exported model. How large the rounding can be
/// says [dev.orthant.autograd.op.WinogradConv2d].
///
///     z = x ⋆ W + b
///
/// ```java
/// Layer fast = Conv2d.of(64, 3, Padding.zero(1)).withWinograd();
/// fast.output(Shape.of(8, 8, 32));                                             // → [8, 8, 64]
/// Conv2d.of(64, 5, Padding.zero(2)).withWinograd();                            // throws ShapeException
/// ```
///
/// @param convolution what is computed, with filters of 3 × 3, stride 1, dense, in one group
/// @since 0.1.0
public record WinogradConv2d(Conv2d convolution) implements Layer {
    private static final int KERNEL = 3;

    /// Checks that the algorithm has such filters.
    ///
    /// @throws ShapeException if the filters are not 3 × 3, or have another stride, dilation or number of groups than 1
    public WinogradConv2d {
        if (convolution.kernelHeight() != KERNEL
                || convolution.kernelWidth() != KERNEL
                || convolution.stride() != 1
                || convolution.dilation() != 1
                || convolution.groups() != 1) {
            throw new ShapeException("Winograd convolution: " + convolution
                    + " came; 3 x 3 with stride 1, dilation 1 and groups 1 is required; leave out withWinograd()");
        }
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return convolution.weights(input);
    }

    @Override
    public Shape output(Shape input) {
        return convolution.output(input);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        var operation = new dev.orthant.autograd.op.WinogradConv2d(convolution.padding());
        Value sums = evaluator.apply(operation, input, weights.get("weight"));
        return convolution.biasVariance() > 0 ? evaluator.apply(new AddRow(), sums, weights.get("bias")) : sums;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return convolution.kernel(input);
    }
}
