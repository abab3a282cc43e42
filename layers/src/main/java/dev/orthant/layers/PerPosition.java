package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import java.util.List;

/// A layer on vectors, at every position of an example by itself with the same weights: `[…, in]` to `[…, out]`, as PyTorch
/// applies `nn.Linear` to sequences. The weights have the layer's own names.
///
/// ```java
/// Map<String, Tensor> state = Map.of("weight", Tensor.of(Shape.of(1, 2), 1, 10));
/// Network network = Network.ofState(new PerPosition(Linear.of(1)), Shape.of(3, 2), state);
/// network.predict(Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6));       // → tensor [3, 1] {21.0000, 43.0000, 65.0000}
/// ```
///
/// @param layer takes examples of one axis to examples of one axis
/// @since 0.1.0
public record PerPosition(Layer layer) implements Layer {
    @Override
    public List<WeightSpec> weights(Shape input) {
        return layer.weights(vector(input));
    }

    @Override
    public Shape output(Shape input) {
        Shape vector = layer.output(vector(input));
        if (vector.rank() != 1) {
            throw new ShapeException(
                    "per position: the layer makes " + vector + " of a position; one axis is required");
        }
        int[] axes = input.toArray();
        axes[axes.length - 1] = vector.axis(0);
        return Shape.of(axes);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        int[] axes = input.tensor().shape().toArray();
        int width = axes[axes.length - 1];
        int positions = 1;
        for (int i = 0; i < axes.length - 1; i++) {
            positions *= axes[i];
        }
        Value rows = evaluator.apply(new Reshape(Shape.of(positions, width)), input);
        Value result = layer.forward(evaluator, weights, rows);
        axes[axes.length - 1] = result.tensor().shape().axis(1);
        return evaluator.apply(new Reshape(Shape.of(axes)), result);
    }

    private static Shape vector(Shape input) {
        if (input.rank() < 1) {
            throw new ShapeException("per position: an example is " + input + "; at least one axis is required");
        }
        return Shape.of(input.axis(-1));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw Sequences.noClosedForm("a layer per position");
    }
}
