package dev.orthant.autograd.op;

import static dev.orthant.autograd.op.ConvolutionCases.distinct;
import static dev.orthant.autograd.op.OpContractTest.gaussian;

import dev.orthant.autograd.Op;
import dev.orthant.autograd.op.OpContractTest.Case;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Operations along an axis, on rows and on stacks of matrices: at a batch of one, three axes of odd sizes and an empty batch.
final class RowCases {
    private static final int[][] SHAPES = {{1, 5}, {3, 7, 5}, {0, 4}};

    private RowCases() {}

    static List<Case> table() {
        List<Case> cases = new ArrayList<>();
        for (int[] axes : SHAPES) {
            Shape shape = Shape.of(axes);
            Tensor a = gaussian("a", axes);
            Tensor b = gaussian("b", axes);
            Tensor column = gaussian("column", Arrays.copyOf(axes, axes.length - 1));
            List<Op.Unary> unary = List.of(
                    new SumAlong(0),
                    new SumAlong(-1),
                    new MeanAlong(-1),
                    new VarianceAlong(-1),
                    new VarianceAlong(shape.rank() - 1),
                    new RepeatAlong(0, 3),
                    new RepeatAlong(1, 2),
                    new RepeatAlong(shape.rank(), 3),
                    new RepeatAlong(1, 0),
                    new Slice(-1, 1, 3),
                    new Slice(0, 0, shape.axis(0)),
                    new Pad(-1, 2, 1),
                    new Pad(0, 0, 2),
                    new Flip(0),
                    new Flip(-1),
                    permute(shape.rank()),
                    new Softmax(),
                    new LogSoftmax(),
                    new NormaliseRows(0.1f),
                    new InverseRowDeviation(0.1f),
                    new SoftmaxCrossEntropy(labels(shape)));
            unary.forEach(operation -> cases.add(new Case(operation, List.of(a))));
            List<Op.Binary> binary = List.of(
                    new RowDots(), new SoftmaxGradient(), new LogSoftmaxGradient(), new NormaliseRowsGradient(0.1f));
            binary.forEach(operation -> cases.add(new Case(operation, List.of(a, b))));
            cases.add(new Case(new MaximumAlong(-1), List.of(distinct(axes))));
            cases.add(new Case(new MultiplyColumn(), List.of(a, column)));
            cases.add(new Case(new SoftmaxCrossEntropyGradient(labels(shape)), List.of(column, a)));
            cases.add(new Case(new Concat(-1), List.of(a, b, new Slice(-1, 1, 3).forward(a))));
            cases.add(new Case(new Concat(0), List.of(a, b)));
        }
        cases.add(new Case(new VarianceAlong(1), List.of(gaussian("a", 3, 7, 5))));
        for (int axis = 0; axis < 3; axis++) {
            cases.add(new Case(new MaximumAlong(axis), List.of(distinct(3, 7, 5))));
            cases.add(new Case(new MeanAlong(axis), List.of(gaussian("a", 3, 7, 5))));
        }
        for (int count : new int[] {0, 1, 5}) {
            int[] indices = Arrays.copyOf(new int[] {2, 0, 2, 1, 2}, count);
            cases.add(new Case(new GatherRows(indices), List.of(gaussian("a", 3, 7))));
            cases.add(new Case(new ScatterAddRows(indices, 3), List.of(gaussian("a", count, 7))));
        }
        cases.add(new Case(new Attention(2, false), List.of(gaussian("a", 2, 3, 12))));
        cases.add(new Case(new Attention(1, true), List.of(gaussian("a", 1, 5, 9))));
        cases.add(new Case(new Attention(2, true), List.of(gaussian("a", 0, 3, 6))));
        for (int[] stack : new int[][] {{}, {1}, {0}, {2, 3}}) {
            cases.add(product(new BatchMatMul(), stack, 3, 5, 5, 2));
            cases.add(product(new BatchMatMulTransposedRight(), stack, 3, 5, 2, 5));
            cases.add(product(new BatchMatMulTransposedLeft(), stack, 5, 3, 5, 2));
        }
        return cases;
    }

    private static Permute permute(int rank) {
        return rank == 2 ? new Permute(1, 0) : new Permute(2, 0, 1);
    }

    private static int[] labels(Shape shape) {
        int classes = shape.axis(-1);
        return IntStream.range(0, shape.size() / classes)
                .map(i -> (i * i + 1) % classes)
                .toArray();
    }

    private static Case product(Op.Binary operation, int[] stack, int m, int n, int k, int l) {
        return new Case(operation, List.of(gaussian("a", with(stack, m, n)), gaussian("b", with(stack, k, l))));
    }

    private static int[] with(int[] stack, int rows, int columns) {
        return IntStream.concat(Arrays.stream(stack), IntStream.of(rows, columns))
                .toArray();
    }
}
