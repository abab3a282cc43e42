package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;

/// Kernels that move numbers and compute nothing: the results of all implementations have the same bits.
///
/// The output overlaps no input.
public interface MovementKernels {
    /// out = aᵀ
    ///
    /// @param a   [rows, columns]
    /// @param out [columns, rows], overwritten
    /// @throws IllegalArgumentException if the output's shape is another
    void transpose(MatrixView a, MatrixView out);

    /// The axes of a contiguous tensor in another order: axis k of the output is axis `order[k]` of the input. From channels
    /// last to channels first the order is (0, 3, 1, 2), and back (0, 2, 3, 1).
    ///
    /// @param a     in `shape`
    /// @param order each axis of the shape once
    /// @param out   as many numbers, overwritten
    /// @throws IllegalArgumentException if the order is no permutation of the axes
    void permute(Span a, Shape shape, int[] order, Span out);

    /// Copies a part of the input along one axis into a part of the output: out[o, to + k, i] = a[o, from + k, i] for
    /// 0 ≤ k < count. Joining, cutting and padding with zeros are made of it.
    ///
    /// @param aAxis   of the input
    /// @param from    first place that is read
    /// @param outAxis of the output; `outer` and `inner` are those of the input's
    /// @param to      first place that is written; the rest of the output stays as it is
    /// @throws IllegalArgumentException if the axes do not fit each other or the places lie outside them
    void copyAlong(Span a, Axis aAxis, int from, Span out, Axis outAxis, int to, int count);

    /// The input in the opposite order along one axis: out[o, k, i] = a[o, length − 1 − k, i].
    void flip(Span a, Axis axis, Span out);

    /// Row i of the output is 1 at column `labels[i]` and 0 elsewhere.
    ///
    /// @param labels each in [0, classes)
    /// @param out    [labels, classes], overwritten
    /// @throws IllegalArgumentException  if the output has another number of rows
    /// @throws IndexOutOfBoundsException if a label is no column; nothing is written then
    void oneHot(int[] labels, MatrixView out);

    /// Row i of the output is row `indices[i]` of the table.
    ///
    /// @param table   [rows, width]
    /// @param indices each in [0, rows)
    /// @param out     [indices, width], overwritten
    /// @throws IllegalArgumentException  if the output's shape is another
    /// @throws IndexOutOfBoundsException if an index is outside the table; nothing is written then
    void gatherRows(MatrixView table, int[] indices, MatrixView out);

    /// Adds row i of `rows` to row `indices[i]` of the table, for i = 0, 1, … in this order: an index that comes several times
    /// gives the same sum every time.
    ///
    /// @param rows    [indices, width]
    /// @param indices each in [0, the table's rows)
    /// @param table   [any, width], added to
    /// @throws IllegalArgumentException  if the shapes do not fit
    /// @throws IndexOutOfBoundsException if an index is outside the table; nothing is added then
    void scatterAddRows(MatrixView rows, int[] indices, MatrixView table);
}
