package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.Rectifier;
import dev.orthant.tensor.Shape;
import java.util.List;

/// Rectifier that keeps the variance: `φ(z) = √2 · max(0, z)`, so that E φ(z)² = 1 for z ~ N(0, 1).
///
/// Its kernel map is the arc-cosine kernel of order one (Cho and Saul 2009).
///
/// ```java
/// Network relu = Network.ofState(new ScaledRelu(), Shape.of(2), Map.of());
/// relu.predict(Tensor.of(Shape.of(2), -1, 1));    // → tensor [2] {0.00000, 1.41421}
/// KernelBlock orthogonal = KernelBlock.ofInputs(Tensor.of(Shape.of(2, 2), 1, 1, 1, -1)).affine(1, 0);
/// KernelBlock after = new ScaledRelu().kernel(orthogonal);
/// after.nngp().at(0, 0);                          // → 1.0
/// after.nngp().at(0, 1) == 1 / Math.PI;           // → true
/// ```
///
/// @since 0.1.0
public record ScaledRelu() implements Layer {
    private static final float GAIN = (float) Math.sqrt(2);

    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.ScaledRelu(GAIN), input);
    }

    @Override
    public boolean commutesWithMaximum() {
        return true;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return input.through(new Rectifier(0, Math.sqrt(2)));
    }
}
