package dev.orthant.experiments.classification;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.autograd.op.Exp;
import dev.orthant.autograd.op.Log;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.autograd.op.Sum;
import dev.orthant.autograd.op.SumColumns;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.util.Arrays;

/// Mean cross entropy of the softmax of scores with one-hot targets.
///
///     loss = (1/B) Σ_b ( log Σ_c exp(F_bc − m_b) − Σ_c T_bc (F_bc − m_b) ),   m_b = max_c F_bc
///     ∂loss/∂F = (softmax(F) − T) / B
///
/// m_b keeps the exponentials from overflowing; it is a constant, for it cancels. Targets are one-hot: each row sums to 1.
public record CrossEntropy() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        Value shifted = evaluator.apply(new Subtract(), scores, evaluator.constant(largestOfRows(scores.tensor())));
        Value sums = evaluator.apply(new SumColumns(), evaluator.apply(new Exp(), shifted));
        Value normaliser = evaluator.apply(new Sum(), evaluator.apply(new Log(), sums));
        Value hit = evaluator.apply(new Sum(), evaluator.apply(new Multiply(), targets, shifted));
        float perExample = 1f / scores.tensor().shape().axis(0);
        return evaluator.apply(new Scale(perExample), evaluator.apply(new Subtract(), normaliser, hit));
    }

    /// Every number replaced by the largest of its row.
    private static Tensor largestOfRows(Tensor scores) {
        MatrixView matrix = scores.matrix();
        float[] largest = new float[matrix.rows() * matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            int from = matrix.row(row).from();
            float most = Float.NEGATIVE_INFINITY;
            for (int i = from; i < from + matrix.columns(); i++) {
                most = Math.max(most, matrix.array()[i]);
            }
            Arrays.fill(largest, row * matrix.columns(), (row + 1) * matrix.columns(), most);
        }
        return Tensor.wrap(Shape.of(matrix.rows(), matrix.columns()), largest);
    }
}
