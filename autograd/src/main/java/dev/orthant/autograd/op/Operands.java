package dev.orthant.autograd.op;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import java.util.function.DoubleUnaryOperator;

/// What the operations share: checks of shapes at the door, and results in a fresh tensor.
final class Operands {
    private Operands() {}

    static void requireSameShape(String operation, Tensor left, Tensor right) {
        if (!left.shape().equals(right.shape())) {
            throw new ShapeException(operation + ": left is " + left.shape() + " and right is " + right.shape()
                    + "; the shapes must be the same");
        }
    }

    static void requireRank(String operation, Tensor input, int rank) {
        if (input.shape().rank() != rank) {
            throw new ShapeException(operation + ": the input is " + input.shape() + "; " + rank
                    + " axes are required; reshape it first");
        }
    }

    static void requireOneElement(String operation, Tensor input) {
        if (input.size() != 1) {
            throw new ShapeException(operation + ": the input is " + input.shape() + "; one element is required");
        }
    }

    /// Checks that two matrices can be multiplied along the given axes.
    static void requireInner(String operation, Tensor left, int leftAxis, Tensor right, int rightAxis) {
        requireRank(operation, left, 2);
        requireRank(operation, right, 2);
        if (left.shape().axis(leftAxis) != right.shape().axis(rightAxis)) {
            throw new ShapeException(operation + ": left is " + left.shape() + " and right is " + right.shape()
                    + "; axis " + leftAxis + " of the left (" + left.shape().axis(leftAxis) + ") must equal axis "
                    + rightAxis + " of the right (" + right.shape().axis(rightAxis) + ")");
        }
    }

    @FunctionalInterface
    interface UnaryKernel {
        void run(Kernels kernels, Span input, Span out);
    }

    @FunctionalInterface
    interface BinaryKernel {
        void run(Kernels kernels, Span left, Span right, Span out);
    }

    /// Every element through a function, in float64: the definition of an operation without a kernel of its own.
    static Tensor map(Tensor input, DoubleUnaryOperator function) {
        Tensor output = Tensor.uninitialised(input.shape());
        Span from = input.span();
        Span to = output.span();
        for (int i = 0; i < to.length(); i++) {
            to.array()[to.from() + i] = (float) function.applyAsDouble(from.array()[from.from() + i]);
        }
        return output;
    }

    static Tensor elementwise(Tensor input, UnaryKernel kernel) {
        Tensor output = Tensor.uninitialised(input.shape());
        kernel.run(ActiveKernels.get(), input.span(), output.span());
        return output;
    }

    static Tensor elementwise(String operation, Tensor left, Tensor right, BinaryKernel kernel) {
        requireSameShape(operation, left, right);
        Tensor output = Tensor.uninitialised(left.shape());
        kernel.run(ActiveKernels.get(), left.span(), right.span(), output.span());
        return output;
    }

    static Tensor zeros(int rows, int columns) {
        return Tensor.zeros(Shape.of(rows, columns));
    }
}
