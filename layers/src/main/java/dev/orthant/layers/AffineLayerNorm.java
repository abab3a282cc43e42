package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.MultiplyRow;
import dev.orthant.autograd.op.NormaliseRows;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.weights.Role;
import java.util.List;

/// Every position's features less their mean, divided by their standard deviation, with a learned gain and offset: PyTorch's
/// `nn.LayerNorm` along the last axis, with its names `weight` and `bias` (Ba, Kiros and Hinton 2016).
///
///     y = g ∘ (x − x̄)/√(var x + ε) + b            g begins with 1, b with 0
///
/// [LayerNorm] has neither and an infinite-width kernel.
///
/// ```java
/// Map<String, Tensor> state = Map.of("weight", Tensor.of(Shape.of(2), 1, 10), "bias", Tensor.of(Shape.of(2), 0, 5));
/// Network norm = Network.ofState(new AffineLayerNorm(1e-9), Shape.of(2), state);
/// norm.predict(Tensor.of(Shape.of(2), 3, 7)).toArray();       // → [-1.0, 15.0]
/// ```
///
/// @param epsilon ε, more than 0
/// @since 0.1.0
public record AffineLayerNorm(double epsilon) implements Layer {
    /// Checks ε.
    ///
    /// @throws IllegalArgumentException if ε is not more than 0
    public AffineLayerNorm {
        new LayerNorm(epsilon); // the same condition
    }

    /// With PyTorch's ε = 10⁻⁵.
    public AffineLayerNorm() {
        this(1e-5);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        Shape width = Shape.of(output(input).axis(-1));
        return List.of(
                WeightSpec.constant("weight", Role.GAIN, width, 1), WeightSpec.constant("bias", Role.BIAS, width, 0));
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() < 1) {
            throw new ShapeException("layer norm: an example is " + input + "; at least one axis is required");
        }
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value normalised = evaluator.apply(new NormaliseRows((float) epsilon), input);
        Value scaled = evaluator.apply(new MultiplyRow(), normalised, weights.get("weight"));
        return evaluator.apply(new AddRow(), scaled, weights.get("bias"));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm(
                "kernel of a layer norm with gain and offset: they do not vary under the prior, and their share"
                        + " of the tangent kernel is not implemented; use LayerNorm, which has neither");
    }
}
