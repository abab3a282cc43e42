package dev.orthant.autograd.op;

import static dev.orthant.autograd.op.OpContractTest.awayFromZero;
import static dev.orthant.autograd.op.OpContractTest.gaussian;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.op.OpContractTest.Case;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Points of [OpContractTest] at batches of no and of one example, and normalised columns whose number is that of a vector's
/// lanes or leaves a rest. Of no example, the gradients of what all examples share are zeros.
final class BatchCases {
    private BatchCases() {}

    /// @param n examples
    static List<Case> elementary(int n) {
        List<Case> cases = new ArrayList<>(List.of(
                new Case(new Add(), List.of(gaussian("a", n, 4), gaussian("b", n, 4))),
                new Case(new AddRow(), List.of(gaussian("a", n, 4), gaussian("b", 4))),
                new Case(new AddScalar(0.7f), List.of(gaussian("a", n, 4))),
                new Case(new SpreadColumns(4), List.of(gaussian("a", n))),
                new Case(new SumColumns(), List.of(gaussian("a", n, 4))),
                new Case(new DivideOrZero(), List.of(gaussian("a", n, 4), awayFromZero("b", n, 4))),
                new Case(new MatMul(), List.of(gaussian("a", n, 5), gaussian("b", 5, 4))),
                new Case(new MatMul(), List.of(gaussian("a", 3, n), gaussian("b", n, 4))),
                new Case(new MatMulTransposedLeft(), List.of(gaussian("a", n, 3), gaussian("b", n, 4))),
                new Case(new MatMulTransposedRight(), List.of(gaussian("a", n, 5), gaussian("b", 4, 5))),
                new Case(new Multiply(), List.of(gaussian("a", n, 4), gaussian("b", n, 4))),
                new Case(new Reshape(Shape.of(n, 2, 2)), List.of(gaussian("a", n, 4))),
                new Case(new Scale(1.7f), List.of(gaussian("a", n, 4))),
                new Case(new ScaledRelu(1.4f), List.of(awayFromZero("a", n, 7))),
                new Case(new ScaledWherePositive(1.4f), List.of(gaussian("a", n, 7), awayFromZero("b", n, 7))),
                new Case(new Spread(Shape.of(n, 4)), List.of(gaussian("a"))),
                new Case(new Subtract(), List.of(gaussian("a", n, 4), gaussian("b", n, 4))),
                new Case(new Sum(), List.of(gaussian("a", n, 4))),
                new Case(new SumRows(), List.of(gaussian("a", n, 4))),
                new Case(new MultiplyRow(), List.of(gaussian("a", n, 3, 4), gaussian("b", 4))),
                new Case(new ColumnDots(), List.of(gaussian("a", n, 3, 4), gaussian("b", n, 3, 4)))));
        cases.addAll(normalisations(n, 6, 3));
        return cases;
    }

    /// Of 16 and 19 columns, and of matrices of one row, which are all mean.
    static List<Case> normalisations() {
        List<Case> cases = new ArrayList<>();
        for (int columns : new int[] {16, 19}) {
            cases.addAll(normalisations(2, 6, columns));
            cases.addAll(normalisations(2, 1, columns));
        }
        return cases;
    }

    private static List<Case> normalisations(int stack, int rows, int columns) {
        return List.of(
                new Case(new NormaliseColumns(0.1f), List.of(gaussian("a", stack, rows, columns))),
                new Case(new ScaleNormalisedColumns(0.1f), normalised(stack, rows, columns)),
                new Case(new InverseDeviation(0.1f), List.of(gaussian("a", stack, rows, columns))),
                new Case(
                        new NormaliseColumnsGradient(),
                        List.of(
                                gaussian("g", stack, rows, columns),
                                gaussian("y", stack, rows, columns),
                                gaussian("s", stack, columns))));
    }

    /// Matrices, gain and offset.
    static List<Tensor> normalised(int stack, int rows, int columns) {
        return List.of(gaussian("a", stack, rows, columns), gaussian("gain", columns), gaussian("offset", columns));
    }
}
