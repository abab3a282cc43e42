package dev.orthant.tensor.linear;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.kernel.DoubleView;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/// A matrix of float64 numbers, row-major: Gram matrices and what is computed from them. Networks use
/// [dev.orthant.tensor.Tensor] (float32) instead.
///
/// Every method but [#set], [#setRow] and [#setBlock] leaves its matrices as they are and returns a new one.
///
/// ```java
/// Matrix covariance = Matrix.of(new double[] {1, 0.5}, new double[] {0.5, 1});
/// covariance.multiply(covariance).at(0, 1);              // → 1.0
/// Matrix.Element sum = (i, j) -> i + j;
/// Matrix sums = Matrix.fill(2, 2, sum);                  // → matrix [2, 2] {0.00000, 1.00000; 1.00000, 2.00000}
/// sums.multiply(10, 1);                                  // → [1.0, 12.0]
/// sums.plus(Matrix.identity(3));                         // throws ShapeException
/// ```
///
/// @since 0.1.0
public final class Matrix {
    private static final int PRINTED_ROWS = 6;

    /// Rows that are transposed together: eight numbers fill a cache line of the result.
    private static final int STRIP = 8;

    private final int rows;
    private final int columns;
    private final double[] array;

    private Matrix(int rows, int columns, double[] array) {
        this.rows = rows;
        this.columns = columns;
        this.array = array;
    }

    /// The value of an element, given its place.
    @FunctionalInterface
    public interface Element {
        /// {@return the value at one place}
        ///
        /// @param row    from 0
        /// @param column from 0
        double at(int row, int column);
    }

    /// {@return a matrix of zeros}
    ///
    /// @param rows    at least 0
    /// @param columns at least 0
    /// @throws ShapeException if a size is negative or there are more elements than a Java array holds
    public static Matrix zeros(int rows, int columns) {
        if (rows < 0 || columns < 0 || (long) rows * columns > Integer.MAX_VALUE - 8) {
            throw new ShapeException("matrix: [" + rows + ", " + columns
                    + "] was asked for; sizes must be at least 0 and the product fit into one Java array");
        }
        return new Matrix(rows, columns, new double[rows * columns]);
    }

    /// {@return ones on the diagonal, zeros elsewhere}
    ///
    /// @param size rows and columns, at least 0
    public static Matrix identity(int size) {
        Matrix identity = zeros(size, size);
        for (int i = 0; i < size; i++) {
            identity.array[i * size + i] = 1;
        }
        return identity;
    }

    /// {@return a matrix that holds a copy of the given rows}
    ///
    /// @param rows equally long; none for [0, 0]
    /// @throws ShapeException if they differ in length
    public static Matrix of(double[]... rows) {
        Matrix matrix = zeros(rows.length, rows.length == 0 ? 0 : rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != matrix.columns) {
                throw new ShapeException("matrix: row " + i + " has " + rows[i].length + " numbers and row 0 has "
                        + matrix.columns + "; all rows must be equally long");
            }
            System.arraycopy(rows[i], 0, matrix.array, i * matrix.columns, matrix.columns);
        }
        return matrix;
    }

    /// {@return one column, [length, 1], that holds a copy of the given numbers}
    ///
    /// @param values from top to bottom
    public static Matrix columnOf(double... values) {
        return new Matrix(values.length, 1, values.clone());
    }

    /// {@return a copy of a tensor in float64: its first axis is the rows, all others together are the columns}
    ///
    /// @param tensor of at least one axis
    /// @throws ShapeException for a scalar
    public static Matrix of(Tensor tensor) {
        MatrixView view = tensor.matrix();
        return fill(view.rows(), view.columns(), (i, j) -> view.array()[view.from() + i * view.stride() + j]);
    }

    /// {@return a matrix whose elements are computed from their places, row by row}
    ///
    /// @param rows    at least 0
    /// @param columns at least 0
    /// @param element called once for each place
    /// @throws ShapeException if a size is negative or there are more elements than a Java array holds
    public static Matrix fill(int rows, int columns, Element element) {
        Matrix matrix = zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.array[i * columns + j] = element.at(i, j);
            }
        }
        return matrix;
    }

    /// Inner products of the rows of two tensors, `G = A Bᵀ`, multiplied and summed in float64.
    ///
    /// @param left  A, [rows, width]; further axes count as width
    /// @param right B, [columns, width]
    /// @return      G, [rows, columns]; exactly symmetric if both tensors are the same
    /// @throws ShapeException if the widths differ
    public static Matrix gram(Tensor left, Tensor right) {
        Matrix rows = of(left);
        return rows.multiplyTransposedRight(left == right ? rows : of(right));
    }

    /// {@return number of rows}
    public int rows() {
        return rows;
    }

    /// {@return number of columns}
    public int columns() {
        return columns;
    }

    /// {@return element (row, column)}
    ///
    /// @param row    from 0
    /// @param column from 0
    /// @throws IndexOutOfBoundsException if there is no such row or column
    public double at(int row, int column) {
        return array[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)];
    }

    /// Replaces element (row, column).
    ///
    /// @param row    from 0
    /// @param column from 0
    /// @param value  what [#at] gives from now on
    /// @throws IndexOutOfBoundsException if there is no such row or column
    public void set(int row, int column, double value) {
        array[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)] = value;
    }

    /// Replaces one row.
    ///
    /// @param index  of the row, from 0
    /// @param values one for each column
    /// @throws IndexOutOfBoundsException if there is no such row
    /// @throws ShapeException if there are not as many numbers as columns
    public void setRow(int index, double... values) {
        Objects.checkIndex(index, rows);
        if (values.length != columns) {
            throw new ShapeException("set row: " + values.length + " numbers came for a matrix " + size() + "; "
                    + columns + " are required");
        }
        System.arraycopy(values, 0, array, index * columns, columns);
    }

    /// Replaces the elements from (firstRow, firstColumn) on.
    ///
    /// @param firstRow    where the block's row 0 goes
    /// @param firstColumn where the block's column 0 goes
    /// @param block       is copied
    /// @throws ShapeException if the block does not lie inside this matrix
    public void setBlock(int firstRow, int firstColumn, Matrix block) {
        if (firstRow < 0 || firstColumn < 0 || firstRow > rows - block.rows || firstColumn > columns - block.columns) {
            throw new ShapeException("set block: " + block.size() + " at row " + firstRow + ", column " + firstColumn
                    + " of a matrix " + size() + "; it must lie inside");
        }
        for (int i = 0; i < block.rows; i++) {
            System.arraycopy(
                    block.array, i * block.columns, array, (firstRow + i) * columns + firstColumn, block.columns);
        }
    }

    /// {@return a copy of one row}
    ///
    /// @param index from 0
    /// @throws IndexOutOfBoundsException if there is no such row
    public double[] row(int index) {
        Objects.checkIndex(index, rows);
        return Arrays.copyOfRange(array, index * columns, (index + 1) * columns);
    }

    /// Copies one row, where [#row] would make an array for each.
    ///
    /// @param index from 0
    /// @param into  its first elements are replaced, as many as there are columns
    /// @throws IndexOutOfBoundsException if there is no such row or the array is too short
    public void copyRow(int index, double[] into) {
        Objects.checkIndex(index, rows);
        System.arraycopy(array, index * columns, into, 0, columns);
    }

    /// {@return a copy of one column}
    ///
    /// @param index from 0
    /// @throws IndexOutOfBoundsException if there is no such column
    public double[] column(int index) {
        Objects.checkIndex(index, columns);
        double[] column = new double[rows];
        Arrays.setAll(column, i -> array[i * columns + index]);
        return column;
    }

    /// {@return the elements (i, i), of a square matrix or not, as many as the smaller size}
    public double[] diagonal() {
        double[] diagonal = new double[Math.min(rows, columns)];
        Arrays.setAll(diagonal, i -> array[i * columns + i]);
        return diagonal;
    }

    /// {@return the elements where some rows meet some columns, [rowIndices.length, columnIndices.length]}
    ///
    /// @param rowIndices    in the order they are to have; repetitions are allowed
    /// @param columnIndices likewise
    /// @throws IndexOutOfBoundsException if there is no such row or column
    public Matrix block(int[] rowIndices, int[] columnIndices) {
        return fill(rowIndices.length, columnIndices.length, (i, j) -> at(rowIndices[i], columnIndices[j]));
    }

    /// {@return a copy of neighbouring rows and columns, [lastRow − firstRow, lastColumn − firstColumn]}
    ///
    /// @param firstRow    index of the first row, from 0
    /// @param lastRow     index after the last row
    /// @param firstColumn index of the first column, from 0
    /// @param lastColumn  index after the last column
    /// @throws IndexOutOfBoundsException if they do not lie inside this matrix
    public Matrix block(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        Objects.checkFromToIndex(firstRow, lastRow, rows);
        Objects.checkFromToIndex(firstColumn, lastColumn, columns);
        Matrix block = zeros(lastRow - firstRow, lastColumn - firstColumn);
        for (int i = 0; i < block.rows; i++) {
            System.arraycopy(
                    array, (firstRow + i) * columns + firstColumn, block.array, i * block.columns, block.columns);
        }
        return block;
    }

    /// {@return a copy, [columns, rows], whose element (i, j) is this matrix's (j, i)}
    public Matrix transpose() {
        Matrix transposed = zeros(columns, rows);
        for (int row = 0; row < rows; row += STRIP) {
            int last = Math.min(row + STRIP, rows);
            for (int j = 0; j < columns; j++) {
                for (int i = row; i < last; i++) {
                    transposed.array[j * rows + i] = array[i * columns + j];
                }
            }
        }
        return transposed;
    }

    /// The product `A B` of this matrix A, [rows, inner], with another.
    ///
    /// @param right B, [inner, columns]
    /// @return      [rows, columns]
    /// @throws ShapeException if the inner sizes differ
    public Matrix multiply(Matrix right) {
        if (columns != right.rows) {
            throw new ShapeException("multiply: left is " + size() + " and right is " + right.size()
                    + "; the left's columns (" + columns + ") must equal the right's rows (" + right.rows + ")");
        }
        Matrix product = zeros(rows, right.columns);
        ActiveKernels.get().doubles().multiply(1, view(), right.view(), 0, product.view());
        return product;
    }

    /// The product `A Bᵀ` of this matrix A, [rows, inner], with the transpose of another.
    ///
    /// @param right B, [columns, inner]; if it is this matrix, half of the work is saved
    /// @return      [rows, columns]
    /// @throws ShapeException if the inner sizes differ
    public Matrix multiplyTransposedRight(Matrix right) {
        if (columns != right.columns) {
            throw new ShapeException("multiply transposed right: left is " + size() + " and right is " + right.size()
                    + "; both must have the same number of columns");
        }
        Matrix product = zeros(rows, right.rows);
        DoubleKernels kernels = ActiveKernels.get().doubles();
        if (right == this) { // half the work for the same bits
            kernels.multiplyLower(1, view(), view().transposed(), 0, product.view());
            product.mirrorLower();
        } else {
            kernels.multiply(1, view(), right.view().transposed(), 0, product.view());
        }
        return product;
    }

    /// The part of `A Bᵀ` where rows `first` (inclusive) to `last` (exclusive) of this matrix A meet rows of B, bit for bit as
    /// in [#multiplyTransposedRight(Matrix)].
    ///
    /// @param first      index of the first row of this matrix, from 0
    /// @param last       index after the last
    /// @param right      B, with as many columns as this matrix
    /// @param rightFirst index of its first row, from 0
    /// @param rightLast  index after its last
    /// @return           [last − first, rightLast − rightFirst]
    /// @throws IndexOutOfBoundsException if there are no such rows
    /// @throws ShapeException            if the numbers of columns differ
    public Matrix multiplyTransposedRight(int first, int last, Matrix right, int rightFirst, int rightLast) {
        Objects.checkFromToIndex(first, last, rows);
        Objects.checkFromToIndex(rightFirst, rightLast, right.rows);
        if (columns != right.columns) {
            throw new ShapeException("multiply transposed right: left is " + size() + " and right is " + right.size()
                    + "; both must have the same number of columns");
        }
        Matrix product = zeros(last - first, rightLast - rightFirst);
        DoubleView left = view().rowRange(first, last);
        DoubleView other = right.view().rowRange(rightFirst, rightLast);
        ActiveKernels.get().doubles().multiply(1, left, other.transposed(), 0, product.view());
        return product;
    }

    /// {@return the product `A x` of this matrix with a vector, one number per row}
    ///
    /// @param vector x, one number per column
    /// @throws ShapeException if there are more or fewer
    public double[] multiply(double... vector) {
        return multiply(columnOf(vector)).column(0);
    }

    /// {@return the sum, element by element}
    ///
    /// @param other of the same size
    /// @throws ShapeException if the sizes differ
    public Matrix plus(Matrix other) {
        requireSameSize("plus", other);
        return fill(rows, columns, (i, j) -> array[i * columns + j] + other.array[i * columns + j]);
    }

    /// {@return this matrix less another, element by element}
    ///
    /// @param other of the same size
    /// @throws ShapeException if the sizes differ
    public Matrix minus(Matrix other) {
        requireSameSize("minus", other);
        return fill(rows, columns, (i, j) -> array[i * columns + j] - other.array[i * columns + j]);
    }

    /// {@return every element multiplied}
    ///
    /// @param factor by which
    public Matrix scaled(double factor) {
        Matrix scaled = zeros(rows, columns);
        for (int k = 0; k < array.length; k++) {
            scaled.array[k] = factor * array[k];
        }
        return scaled;
    }

    /// {@return every element replaced by its image}
    ///
    /// @param function called once per element, in row-major order
    public Matrix map(DoubleUnaryOperator function) {
        return new Matrix(rows, columns, Arrays.stream(array).map(function).toArray());
    }

    /// {@return this matrix with something added to the elements (i, i): a nugget, a ridge}
    ///
    /// @param amount what is added to each
    public Matrix plusDiagonal(double amount) {
        return fill(rows, columns, (i, j) -> array[i * columns + j] + (i == j ? amount : 0));
    }

    /// {@return true if the matrix is square and equals its transpose bit for bit}
    public boolean isSymmetric() {
        if (rows != columns) {
            return false;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < i; j++) {
                if (array[i * columns + j] != array[j * columns + i]) {
                    return false;
                }
            }
        }
        return true;
    }

    /// {@return true if no element is NaN or infinite}
    public boolean isFinite() {
        return Arrays.stream(array).allMatch(Double::isFinite);
    }

    /// {@return the rows as fresh arrays}
    public double[][] toArray2d() {
        double[][] copy = new double[rows][];
        Arrays.setAll(copy, this::row);
        return copy;
    }

    /// "[rows, columns]", as error messages write it.
    String size() {
        return "[" + rows + ", " + columns + "]";
    }

    /// The live numbers for the loops of this package.
    DoubleView view() {
        return DoubleView.rowMajor(array, rows, columns);
    }

    /// A copy with zeros above the diagonal.
    Matrix lowerTriangle() {
        Matrix lower = zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(array, i * columns, lower.array, i * columns, Math.min(i + 1, columns));
        }
        return lower;
    }

    /// Writes zeros above the diagonal.
    void clearUpper() {
        for (int i = 0; i < rows && i + 1 < columns; i++) {
            Arrays.fill(array, i * columns + i + 1, (i + 1) * columns, 0);
        }
    }

    /// Copies what lies below the diagonal of a square matrix to above it.
    void mirrorLower() {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < i; j++) {
                array[j * columns + i] = array[i * columns + j];
            }
        }
    }

    /// An independent copy.
    Matrix copy() {
        return new Matrix(rows, columns, array.clone());
    }

    private void requireSameSize(String operation, Matrix other) {
        if (rows != other.rows || columns != other.columns) {
            throw new ShapeException(operation + ": left is " + size() + " and right is " + other.size()
                    + "; both must be equally large");
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("matrix ").append(size());
        for (int i = 0; i < Math.min(rows, PRINTED_ROWS); i++) {
            text.append(i == 0 ? " {" : "; ");
            for (int j = 0; j < Math.min(columns, PRINTED_ROWS); j++) {
                text.append(j == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.6g", at(i, j)));
            }
            text.append(columns > PRINTED_ROWS ? ", …" : "");
        }
        return text.append(rows > PRINTED_ROWS ? "; …" : "")
                .append(rows > 0 ? "}" : "")
                .toString();
    }
}
