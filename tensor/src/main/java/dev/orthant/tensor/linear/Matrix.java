package dev.orthant.tensor.linear;

import dev.orthant.tensor.ShapeException;

/// A matrix of float64 numbers, row-major: Gram matrices and what is computed from them. Networks use
/// [dev.orthant.tensor.Tensor] (float32) instead.
public final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] array;

    private Matrix(int rows, int columns, double[] array) {
        this.rows = rows;
        this.columns = columns;
        this.array = array;
    }

    /// All zeros.
    ///
    /// @throws ShapeException if a size is negative or there are more elements than a Java array holds
    public static Matrix zeros(int rows, int columns) {
        if (rows < 0 || columns < 0 || (long) rows * columns > Integer.MAX_VALUE - 8) {
            throw new ShapeException("matrix: [" + rows + ", " + columns
                    + "] was asked for; sizes must be at least 0 and the product fit into one Java array");
        }
        return new Matrix(rows, columns, new double[rows * columns]);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /// Element (row, column), both from 0.
    public double at(int row, int column) {
        return array[row * columns + column];
    }

    /// Replaces element (row, column).
    public void set(int row, int column, double value) {
        array[row * columns + column] = value;
    }
}
