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
/// covariance.multiply(covariance).at(0, 1);    // 1.0
/// ```
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
        double at(int row, int column);
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

    /// Ones on the diagonal, zeros elsewhere.
    public static Matrix identity(int size) {
        Matrix identity = zeros(size, size);
        for (int i = 0; i < size; i++) {
            identity.array[i * size + i] = 1;
        }
        return identity;
    }

    /// A copy of the given rows.
    ///
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

    /// The given numbers as one column, [length, 1].
    public static Matrix columnOf(double... values) {
        return new Matrix(values.length, 1, values.clone());
    }

    /// The numbers of a tensor in float64: its first axis is the rows, all others together are the columns.
    public static Matrix of(Tensor tensor) {
        MatrixView view = tensor.matrix();
        return fill(view.rows(), view.columns(), (i, j) -> view.array()[view.from() + i * view.stride() + j]);
    }

    /// Every element from its place.
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

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /// Element (row, column), both from 0.
    public double at(int row, int column) {
        return array[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)];
    }

    /// Replaces element (row, column).
    public void set(int row, int column, double value) {
        array[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)] = value;
    }

    /// Replaces one row.
    ///
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

    /// A copy of one row.
    public double[] row(int index) {
        Objects.checkIndex(index, rows);
        return Arrays.copyOfRange(array, index * columns, (index + 1) * columns);
    }

    /// A copy of one column.
    public double[] column(int index) {
        Objects.checkIndex(index, columns);
        double[] column = new double[rows];
        Arrays.setAll(column, i -> array[i * columns + index]);
        return column;
    }

    /// The elements (i, i), of a square matrix or not.
    public double[] diagonal() {
        double[] diagonal = new double[Math.min(rows, columns)];
        Arrays.setAll(diagonal, i -> array[i * columns + i]);
        return diagonal;
    }

    /// The elements where these rows meet these columns, in the given orders; repetitions are allowed.
    public Matrix block(int[] rowIndices, int[] columnIndices) {
        return fill(rowIndices.length, columnIndices.length, (i, j) -> at(rowIndices[i], columnIndices[j]));
    }

    /// Rows `firstRow` (inclusive) to `lastRow` (exclusive) of columns `firstColumn` to `lastColumn`.
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

    /// Rows become columns.
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

    /// The product `A B` of this matrix A, [rows, inner], with B, [inner, columns].
    ///
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

    /// The product `A Bᵀ` of this matrix A, [rows, inner], with B, [columns, inner].
    ///
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
    /// @return [last − first, rightLast − rightFirst]
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

    /// The product `A x` of this matrix with a vector of as many numbers as it has columns.
    public double[] multiply(double... vector) {
        return multiply(columnOf(vector)).column(0);
    }

    /// Element by element.
    public Matrix plus(Matrix other) {
        requireSameSize("plus", other);
        return fill(rows, columns, (i, j) -> array[i * columns + j] + other.array[i * columns + j]);
    }

    /// Element by element.
    public Matrix minus(Matrix other) {
        requireSameSize("minus", other);
        return fill(rows, columns, (i, j) -> array[i * columns + j] - other.array[i * columns + j]);
    }

    /// Every element times `factor`.
    public Matrix scaled(double factor) {
        Matrix scaled = zeros(rows, columns);
        for (int k = 0; k < array.length; k++) {
            scaled.array[k] = factor * array[k];
        }
        return scaled;
    }

    /// Every element through `function`.
    public Matrix map(DoubleUnaryOperator function) {
        return new Matrix(rows, columns, Arrays.stream(array).map(function).toArray());
    }

    /// This matrix with `amount` added to the elements (i, i).
    public Matrix plusDiagonal(double amount) {
        return fill(rows, columns, (i, j) -> array[i * columns + j] + (i == j ? amount : 0));
    }

    /// True if the matrix is square and equals its transpose bit for bit.
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

    /// True if no element is NaN or infinite.
    public boolean isFinite() {
        return Arrays.stream(array).allMatch(Double::isFinite);
    }

    /// The rows as fresh arrays.
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
