package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.autograd.op.SumAlong;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.List;

/// The mean over all pixels of an image, each channel for itself: `[height, width, channels]` to `[channels]`.
///
/// ```java
/// Network pool = Network.ofState(new GlobalAveragePool(), Shape.of(1, 2, 2), Map.of());
/// Tensor image = Tensor.of(Shape.of(1, 2, 2), 1, 10, 3, 30);      // two pixels, (1, 10) and (3, 30)
/// pool.predict(image).toArray();                                  // → [2.0, 20.0]
/// ```
///
/// @since 0.1.0
public record GlobalAveragePool() implements Layer {
    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    public Shape output(Shape input) {
        Images.require("global average pooling", input);
        return Shape.of(input.axis(2));
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Shape shape = input.tensor().shape();
        int pixels = shape.axis(1) * shape.axis(2);
        Value images = evaluator.apply(new Reshape(Shape.of(shape.axis(0), pixels, shape.axis(3))), input);
        Value sum = evaluator.apply(new SumAlong(1), images);
        return evaluator.apply(new dev.orthant.autograd.op.Scale(1f / pixels), sum);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return input.pixels().globallyAveraged();
    }
}
