package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;

/// The numbers at given pixels of images, each channel for itself: what is left of [MaxPool2d] once it is known where the
/// largest numbers are.
///
///     Y[n, k, c] = X[n, pₖ, c]
///     dX = dY added at the positions, [ScatterPixels]
///
/// ```java
/// PoolingShape pooling = PoolingShape.of(Shape.of(1, 2, 2, 1), 2);
/// Tensor image = Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 6);
/// new GatherPixels(pooling, new int[] {3}).forward(image).item();          // → 6.0
/// new GatherPixels(pooling, new int[] {3, 3});                             // throws ShapeException
/// ```
///
/// @param shape     of the pooling that chose the pixels
/// @param positions for each number of the result the pixel y · width + x that it comes from, inside its window; not copied
/// @since 0.1.0
public record GatherPixels(PoolingShape shape, int[] positions) implements Op.Unary {
    /// The positions of one pooling.
    ///
    /// @throws ShapeException if there is not one position for each number of the pooling's result
    public GatherPixels {
        requirePositions(shape, positions);
    }

    static void requirePositions(PoolingShape shape, int[] positions) {
        if (positions.length != shape.output().size()) {
            throw new ShapeException("pixels: " + positions.length + " positions came for a pooling to "
                    + shape.output() + "; one for each number is required");
        }
    }

    @Override
    public Tensor forward(Tensor input) {
        Operands.requireShape("gather pixels", input, shape.input());
        Tensor output = Tensor.uninitialised(shape.output());
        Span from = input.span();
        Span to = output.span();
        int channels = shape.channels();
        int imageIn = shape.height() * shape.width() * channels;
        int imageOut = shape.outHeight() * shape.outWidth() * channels;
        Parallel.forPieces(shape.batch(), 1, (image, end) -> {
            for (int i = image * imageOut; i < (image + 1) * imageOut; i++) {
                int at = image * imageIn + positions[i] * channels + i % channels;
                to.array()[to.from() + i] = from.array()[from.from() + at];
            }
        });
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new ScatterPixels(shape, positions), upstream);
    }
}
