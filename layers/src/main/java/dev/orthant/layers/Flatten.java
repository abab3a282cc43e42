package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Permute;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.List;

/// All numbers of an example on one axis. An image `[height, width, channels]` is written channel by channel: the number
/// of channel c at (y, x) comes at (c · height + y) · width + x. That is PyTorch's order, so that the weights of a linear
/// layer after it fit, at the price of one transposition; of examples with other axes the order stays as it is.
///
/// ```java
/// Network flatten = Network.ofState(new Flatten(), Shape.of(1, 2, 2), Map.of());
/// Tensor image = Tensor.of(Shape.of(1, 2, 2), 1, 10, 2, 20);      // two pixels, (1, 10) and (2, 20)
/// flatten.predict(image).toArray();                               // → [1.0, 2.0, 10.0, 20.0]
/// ```
///
/// @since 0.1.0
public record Flatten() implements Layer {
    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    public Shape output(Shape input) {
        return Shape.of(input.size());
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Shape shape = input.tensor().shape();
        int batch = shape.axis(0);
        Value ordered = shape.rank() == 4 ? channelsFirst(evaluator, input, shape) : input;
        int numbers = 1;
        for (int axis = 1; axis < shape.rank(); axis++) {
            numbers *= shape.axis(axis);
        }
        return evaluator.apply(new Reshape(Shape.of(batch, numbers)), ordered);
    }

    private static Value channelsFirst(Evaluator evaluator, Value images, Shape shape) {
        int pixels = shape.axis(1) * shape.axis(2);
        if (pixels == 1 || shape.axis(3) == 1) {
            return images; // both orders are the same
        }
        Value matrices = evaluator.apply(new Reshape(Shape.of(shape.axis(0), pixels, shape.axis(3))), images);
        return evaluator.apply(new Permute(0, 2, 1), matrices);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return input.flattened();
    }
}
