package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;

/// Kernels on the rows and columns of matrices, and reductions along an axis: sums, extremes, softmax, statistics and
/// normalisation.
///
/// Matrices of a call have the same shape [n, d]; "row" spans have length d (one number per column), "column" spans length
/// n (one number per row). The output may be one of the inputs (the same elements) where it has its shape, and overlaps
/// none in any other way. Sums touch a number with at most some tens of float32 roundings and are otherwise formed in
/// float64, in an order that depends on the shape alone: the same bits every time, for any number of threads. NaN in a
/// row reaches every number that is computed from the row, and not from one of its elements alone.
public interface RowKernels {
    /// out[i, j] = a[i, j] + row[j]
    void addRow(MatrixView a, Span row, MatrixView out);

    /// out[i, j] = max(0, a[i, j] + row[j])
    void addRowThenRelu(MatrixView a, Span row, MatrixView out);

    /// out[i, j] = a[i, j] · row[j]
    void multiplyRow(MatrixView a, Span row, MatrixView out);

    /// out[i, j] = a[i, j] + column[i]
    void addColumn(MatrixView a, Span column, MatrixView out);

    /// out[i, j] = a[i, j] · column[i]
    void multiplyColumn(MatrixView a, Span column, MatrixView out);

    /// out[o, i] = Σₖ a[o, k, i]
    ///
    /// @param a   [outer, length, inner]
    /// @param out [outer, inner]
    void sum(Span a, Axis axis, Span out);

    /// out[o, i] = Σₖ a[o, k, i] / length; NaN if `length` is 0
    ///
    /// @param a   [outer, length, inner]
    /// @param out [outer, inner]
    void mean(Span a, Axis axis, Span out);

    /// out[o, i] = maxₖ a[o, k, i]; −∞ if `length` is 0
    ///
    /// @param a   [outer, length, inner]
    /// @param out [outer, inner]
    void maximum(Span a, Axis axis, Span out);

    /// out[o, i] = minₖ a[o, k, i]; +∞ if `length` is 0
    ///
    /// @param a   [outer, length, inner]
    /// @param out [outer, inner]
    void minimum(Span a, Axis axis, Span out);

    /// out[o, i] = the smallest k at which a[o, k, i] is largest; NaN counts as larger than any number
    ///
    /// @param a    [outer, length, inner], `length` at least 1
    /// @param out  receives outer · inner indices
    /// @param from where in `out` the first goes
    void argmax(Span a, Axis axis, int[] out, int from);

    /// out[i] = Σₖ a[i, k] b[i, k]: one number per row
    void rowDots(MatrixView a, MatrixView b, Span out);

    /// out[j] = Σᵢ a[i, j] b[i, j]: one number per column
    void columnDots(MatrixView a, MatrixView b, Span out);

    /// out[i, j] = e^a[i, j] / Σₖ e^a[i, k]. No overflow: the row's maximum is subtracted first.
    void softmax(MatrixView a, MatrixView out);

    /// out[i, j] = a[i, j] − log Σₖ e^a[i, k]
    void logSoftmax(MatrixView a, MatrixView out);

    /// out[i, j] = output[i, j] (upstream[i, j] − Σₖ upstream[i, k] output[i, k])
    ///
    /// @param output what [#softmax] returned
    void softmaxGradient(MatrixView upstream, MatrixView output, MatrixView out);

    /// out[i, j] = upstream[i, j] − e^output[i, j] Σₖ upstream[i, k]
    ///
    /// @param output what [#logSoftmax] returned: NaN or not above 0
    void logSoftmaxGradient(MatrixView upstream, MatrixView output, MatrixView out);

    /// losses[i] = log Σₖ e^logits[i, k] − logits[i, labels[i]]: the cross entropy of a row's softmax with its label
    ///
    /// @param labels one per row, each in [0, d)
    /// @param losses one number per row
    /// @throws IndexOutOfBoundsException if a label is not a column
    void crossEntropy(MatrixView logits, int[] labels, Span losses);

    /// out[i, j] = upstream[i] (softmax[i, j] − 1 if j = labels[i]), softmax that of the logits. It does not begin with
    /// log Σₖ e^logits[i, k]: beside large logits a float32 number has no room for it.
    ///
    /// @param labels   one per row, each in [0, d)
    /// @param upstream one number per row
    /// @throws IndexOutOfBoundsException if a label is not a column
    void crossEntropyGradient(MatrixView logits, int[] labels, Span upstream, MatrixView out);

    /// The mean and the variance Σ(a − mean)² / d of each row. The variance does not suffer from a large mean.
    ///
    /// @param mean     one number per row
    /// @param variance one number per row
    void rowStatistics(MatrixView a, Span mean, Span variance);

    /// The mean and the variance Σ(a − mean)² / n of each column. The variance does not suffer from a large mean.
    ///
    /// @param mean     one number per column
    /// @param variance one number per column
    void columnStatistics(MatrixView a, Span mean, Span variance);

    /// inverse = 1 / √(variance + epsilon)
    void inverseDeviation(Span variance, float epsilon, Span inverse);

    /// out[i, j] = (a[i, j] − mean[i]) · inverse[i]: layer normalisation before its scale and shift
    void normaliseRows(MatrixView a, Span mean, Span inverse, MatrixView out);

    /// out[i, j] = (a[i, j] − mean[j]) · inverse[j]: batch normalisation before its scale and shift
    void normaliseColumns(MatrixView a, Span mean, Span inverse, MatrixView out);

    /// The gradient through [#normaliseRows] where mean and inverse are the row's own:
    ///
    ///     out = inverse · (upstream − mean(upstream) − normalised · mean(upstream ∘ normalised)),  means over the row
    ///
    /// @param normalised what [#normaliseRows] returned
    /// @param inverse    one number per row
    void normaliseRowsGradient(MatrixView upstream, MatrixView normalised, Span inverse, MatrixView out);

    /// The gradient through [#normaliseColumns] where mean and inverse are the column's own:
    ///
    ///     out = inverse · (upstream − mean(upstream) − normalised · mean(upstream ∘ normalised)),  means over the column
    ///
    /// @param normalised what [#normaliseColumns] returned
    /// @param inverse    one number per column
    void normaliseColumnsGradient(MatrixView upstream, MatrixView normalised, Span inverse, MatrixView out);

    /// out[i, j] = (a[i, j] − mean[j]) · inverse[j] · gain[j] + offset[j]: batch normalisation
    void scaleNormalisedColumns(MatrixView a, Span mean, Span inverse, Span gain, Span offset, MatrixView out);

    /// The gradients through [#scaleNormalisedColumns] of its offset and gain:
    ///
    ///     sums[j] = Σᵢ upstream[i, j],   dots[j] = Σᵢ upstream[i, j] (a[i, j] − mean[j]) · inverse[j]
    ///
    /// @param sums one number per column
    /// @param dots one number per column
    void sumsOfNormalisedColumns(MatrixView upstream, MatrixView a, Span mean, Span inverse, Span sums, Span dots);

    /// The gradient through [#scaleNormalisedColumns] of its matrix, where mean and inverse are the columns' own:
    ///
    ///     out = gain · inverse · (upstream − sums/n − (a − mean) · inverse · dots/n)
    ///
    /// @param sums what [#sumsOfNormalisedColumns] returned
    /// @param dots likewise
    void scaleNormalisedColumnsGradient(
            MatrixView upstream,
            MatrixView a,
            Span mean,
            Span inverse,
            Span gain,
            Span sums,
            Span dots,
            MatrixView out);
}
