package dev.orthant.autograd.op;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.parallel.Parallel;

/// Products of all matrices of two stacks `[…, rows, columns]`.
final class MatrixStacks {
    /// Multiply-adds that one piece of parallel work does at least.
    private static final int PIECE = 1 << 18;

    private MatrixStacks() {}

    interface Product {
        void run(Kernels kernels, MatrixView a, MatrixView b, MatrixView c);
    }

    /// The shape of the product along these axes, −1 or −2.
    ///
    /// @throws ShapeException if the stacks do not fit each other
    static Shape product(String operation, Shape left, int leftAxis, Shape right, int rightAxis) {
        int rank = left.rank();
        boolean fits = rank >= 2 && right.rank() == rank && left.axis(leftAxis) == right.axis(rightAxis);
        for (int i = 0; fits && i < rank - 2; i++) {
            fits = left.axis(i) == right.axis(i);
        }
        if (!fits) {
            throw new ShapeException(operation + ": left is " + left + " and right is " + right + "; axis " + leftAxis
                    + " of the left must equal axis " + rightAxis + " of the right, and the leading axes must agree");
        }
        int[] axes = left.toArray();
        axes[rank - 2] = left.axis(-3 - leftAxis);
        axes[rank - 1] = right.axis(-3 - rightAxis);
        return Shape.of(axes);
    }

    static Tensor multiply(Tensor left, Tensor right, Shape shape, Product product) {
        Tensor result = Tensor.uninitialised(shape);
        int matrix = shape.axis(-2) * shape.axis(-1);
        if (result.size() == 0) {
            return result;
        }
        int work = Math.max(1, left.shape().axis(-2) * left.shape().axis(-1));
        int grain = Math.max(1, PIECE / Math.max(1, work * shape.axis(-1)));
        Parallel.forPieces(result.size() / matrix, grain, (first, last) -> {
            for (int index = first; index < last; index++) {
                product.run(ActiveKernels.get(), matrix(left, index), matrix(right, index), matrix(result, index));
            }
        });
        return result;
    }

    private static MatrixView matrix(Tensor stack, int index) {
        int rows = stack.shape().axis(-2);
        int columns = stack.shape().axis(-1);
        Span all = stack.span();
        return new MatrixView(all.array(), all.from() + index * rows * columns, rows, columns, columns);
    }
}
