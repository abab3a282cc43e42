package dev.orthant.experiments.madam;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// What a linear layer computes, from weights that are decoded while they are read: `[batch, columns]` to `[batch, rows]`.
///
///     Y = X Wᵀ,   dX = dY W
///
/// @param matrix W, a constant for the differentiation; its own gradient is dYᵀ X
record DecodedProduct(LevelMatrix matrix) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        requireColumns("decoded product", input, matrix.columns());
        Tensor product = Tensor.zeros(Shape.of(input.shape().axis(0), matrix.rows()));
        matrix.byRows((first, block) -> ActiveKernels.get()
                .multiplyTransposedRight(
                        input.matrix(), block, LevelMatrix.columns(product.matrix(), first, block.rows())));
        return product;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new Carried(matrix), upstream);
    }

    private static void requireColumns(String operation, Tensor input, int columns) {
        if (input.shape().rank() != 2 || input.shape().axis(1) != columns) {
            throw new ShapeException(
                    operation + ": " + input.shape() + " came; [batch, " + columns + "] is required by the weights");
        }
    }

    /// The way back: Y = X W, dX = dY Wᵀ.
    ///
    /// @param matrix W
    record Carried(LevelMatrix matrix) implements Op.Unary {
        @Override
        public Tensor forward(Tensor input) {
            requireColumns("decoded product, backward", input, matrix.rows());
            Tensor product = Tensor.zeros(Shape.of(input.shape().axis(0), matrix.columns()));
            matrix.byColumns((first, block) -> ActiveKernels.get()
                    .multiply(input.matrix(), block, LevelMatrix.columns(product.matrix(), first, block.columns())));
            return product;
        }

        @Override
        public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
            return evaluator.apply(new DecodedProduct(matrix), upstream);
        }
    }
}
