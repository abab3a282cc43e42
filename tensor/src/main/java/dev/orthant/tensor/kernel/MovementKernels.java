package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;

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
