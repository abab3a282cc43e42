package dev.orthant.layers.nets;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.BatchNorm;
import dev.orthant.layers.Chain;
import dev.orthant.layers.Composite;
import dev.orthant.layers.Identity;
import dev.orthant.layers.Layer;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.ParallelSum;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.WeightSpec;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The building block of residual networks (He, Zhang, Ren and Sun 2016, figure 5 left), two convolutions of 3 x 3 pixels
/// beside a short cut:
///
///     y = relu(bn2(conv2(relu(bn1(conv1(x))))) + shortcut(x))
///
/// The short cut is the identity where the shapes agree, else a convolution of one pixel and a batch normalisation
/// (option B of the paper). Weights have torchvision's names `conv1`, `bn1`, `conv2`, `bn2`, `downsample.0`,
/// `downsample.1`.
///
/// ```java
/// new BasicBlock(32, 2).output(Shape.of(32, 32, 16));                                         // → [16, 16, 32]
/// NetworkSummary.of(new BasicBlock(16, 1), Shape.of(32, 32, 16)).weights();                   // → 4672
/// NetworkSummary.of(new BasicBlock(32, 2), Shape.of(32, 32, 16)).rows().getLast().path();     // → downsample.1
/// ```
///
/// @param channels of the result, at least 1
/// @param stride   of the first convolution, at least 1
/// @since 0.1.0
public record BasicBlock(int channels, int stride) implements Composite {
    private static final String SHORTCUT = "downsample";

    private Chain branch() {
        return Chain.of("conv1", Priors.withoutBias(channels, 3, stride, Padding.zero(1)))
                .then("bn1", new BatchNorm())
                .then("relu", new Relu())
                .then("conv2", Priors.withoutBias(channels, 3, 1, Padding.zero(1)))
                .then("bn2", new BatchNorm());
    }

    private Layer shortcut(int inputChannels) {
        return stride == 1 && inputChannels == channels
                ? new Identity()
                : Sequential.of(Priors.withoutBias(channels, 1, stride, Padding.valid()), new BatchNorm());
    }

    @Override
    public List<Part> parts(Shape input) {
        List<Part> parts = new ArrayList<>(branch().parts(input));
        parts.add(new Part(SHORTCUT, shortcut(input.axis(-1)), input));
        return parts;
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return parts(input).stream().flatMap(part -> part.weights().stream()).toList();
    }

    @Override
    public Shape output(Shape input) {
        return branch().output(input);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value change = branch().forward(evaluator, weights, input);
        Layer shortcut = shortcut(input.tensor().shape().axis(-1));
        Value kept = shortcut.forward(evaluator, weights.under(SHORTCUT), input);
        return new Relu().forward(evaluator, weights, evaluator.apply(new Add(), change, kept));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return new Relu()
                .kernel(ParallelSum.of(branch(), new Identity()).kernel(input)); // throws: no kernel has a batch norm
    }
}
