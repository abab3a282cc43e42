package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.NormaliseRows;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import java.util.List;

/// Every example's features less their mean, divided by their standard deviation; without gain and offset
/// (Ba, Kiros and Hinton 2016, "Layer normalization").
///
///     y     = (x − x̄)/√(mean (x − x̄)² + ε)
///     nngp' = (nngp − m mᵀ)/√((v + ε)(v′ + ε))           v: variances less m², m: means over the neurons
///     ntk'  = ntk/√((v + ε)(v′ + ε))
///
/// In a wide network mean and standard deviation over the neurons are numbers that depend on the example alone.
///
/// ```java
/// Network norm = Network.ofState(new LayerNorm(1e-9), Shape.of(2), Map.of());
/// norm.predict(Tensor.of(Shape.of(2), 3, 7)).toArray();           // → [-1.0, 1.0]
/// norm.predict(Tensor.of(Shape.of(2), 300, 700)).toArray();       // → [-1.0, 1.0]
/// new LayerNorm(0);                                               // throws IllegalArgumentException
/// ```
///
/// @param epsilon ε, more than 0; PyTorch's default is 1e-5
/// @since 0.1.0
public record LayerNorm(double epsilon) implements Layer {
    /// Checks ε.
    ///
    /// @throws IllegalArgumentException if ε is not more than 0
    public LayerNorm {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("layer norm: epsilon is " + epsilon
                    + " but must be more than 0: an example of equal features has" + " standard deviation 0");
        }
    }

    /// With ε = 10⁻⁵.
    public LayerNorm() {
        this(1e-5);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() != 1) {
            throw new ShapeException(
                    "layer norm: an example is " + input + "; one axis is required; flatten it before this layer");
        }
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new NormaliseRows((float) epsilon), input);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return input.centred().normalised(epsilon);
    }
}
