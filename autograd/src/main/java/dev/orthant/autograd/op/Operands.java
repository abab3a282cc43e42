package dev.orthant.autograd.op;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;

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
        requireRank(operation, input.shape(), rank);
    }

    static void requireRank(String operation, Shape shape, int rank) {
        if (shape.rank() != rank) {
            throw new ShapeException(
                    operation + ": the input is " + shape + "; " + rank + " axes are required; reshape it first");
        }
    }

    static void requireShape(String operation, Tensor input, Shape required) {
        if (!input.shape().equals(required)) {
            throw new ShapeException(operation + ": the input is " + input.shape() + "; " + required + " is required");
        }
    }

    /// All axes but the last as rows.
    ///
    /// @throws ShapeException if there are fewer than two axes
    static MatrixView rows(String operation, Tensor input) {
        if (input.shape().rank() < 2) {
            throw new ShapeException(
                    operation + ": the input is " + input.shape() + "; at least 2 axes are required; reshape it first");
        }
        return rows(input);
    }

    /// All axes but the last as rows; there must be a last one.
    static MatrixView rows(Tensor input) {
        int columns = input.shape().axis(-1);
        Span all = input.span();
        return new MatrixView(all.array(), all.from(), columns == 0 ? 0 : all.length() / columns, columns, columns);
    }

    /// The last axis as rows, of a tensor of any rank from 1 on.
    static MatrixView lastAxis(Tensor input) {
        int columns = input.shape().axis(-1);
        int rows = columns == 0 ? Along.without("rows", input.shape(), -1).size() : input.size() / columns;
        return new MatrixView(input.span().array(), input.span().from(), rows, columns, columns);
    }

    /// Checks that there is one class per row.
    static void requireLabels(String operation, Shape shape, int[] labels) {
        int rows = Along.without(operation, shape, -1).size();
        if (labels.length != rows) {
            throw new ShapeException(operation + ": " + labels.length + " labels came for " + shape + "; " + rows
                    + " are required, one per row");
        }
    }

    /// One matrix of a stack `[stack, rows, columns]`.
    static MatrixView matrix(Tensor stack, int index) {
        int rows = stack.shape().axis(1);
        int columns = stack.shape().axis(2);
        Span all = stack.span();
        return new MatrixView(all.array(), all.from() + index * rows * columns, rows, columns, columns);
    }

    static void requireRow(String operation, Tensor left, Tensor right) {
        rows(operation, left);
        if (right.shape().rank() != 1 || right.shape().axis(0) != left.shape().axis(-1)) {
            throw new ShapeException(operation + ": the rows are " + left.shape() + " and the row is " + right.shape()
                    + "; the row must be [" + left.shape().axis(-1) + "]");
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

    @FunctionalInterface
    interface Relation {
        boolean holds(float left, float right);
    }

    /// 1 where the relation holds, else 0.
    static Tensor compare(String operation, Tensor left, Tensor right, Relation relation) {
        return elementwise(operation, left, right, (_, a, b, out) -> {
            for (int i = 0; i < out.length(); i++) {
                boolean holds = relation.holds(a.array()[a.from() + i], b.array()[b.from() + i]);
                out.array()[out.from() + i] = holds ? 1 : 0;
            }
        });
    }

    /// The share of the derivative of max(one, other) that belongs to `one`: all, half (where they are equal) or nothing.
    static Value shareOfLarger(Evaluator evaluator, Value one, Value other) {
        Value sum = evaluator.apply(
                new Add(), evaluator.apply(new Greater(), one, other), evaluator.apply(new AtLeast(), one, other));
        return evaluator.apply(new Scale(0.5f), sum);
    }

    /// What the other number has: 1 less the share of the one.
    static Value rest(Evaluator evaluator, Value share) {
        return evaluator.apply(new AddScalar(1), evaluator.apply(new Scale(-1), share));
    }

    /// Zeros: the gradient with respect to an input on which the result depends in jumps or not at all.
    static Value noDerivative(Evaluator evaluator, Value input) {
        return evaluator.constant(Tensor.zeros(input.tensor().shape()));
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
