package dev.orthant.autograd.op;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.RowKernels;

/// The mean of every row, and one over its standard deviation.
///
/// @param mean    one number per row
/// @param inverse 1/√(variance + ε), one number per row
record RowStatistics(Span mean, Span inverse) {
    static RowStatistics of(Tensor input, float epsilon) {
        MatrixView rows = Operands.lastAxis(input);
        Span mean = new Span(new float[rows.rows()], 0, rows.rows());
        Span inverse = new Span(new float[rows.rows()], 0, rows.rows());
        RowKernels kernels = ActiveKernels.get().rows();
        kernels.rowStatistics(rows, mean, inverse);
        kernels.inverseDeviation(inverse, epsilon, inverse);
        return new RowStatistics(mean, inverse);
    }
}
