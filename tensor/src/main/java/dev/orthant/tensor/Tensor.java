package dev.orthant.tensor;

import java.util.Arrays;
import java.util.Locale;

/// Numbers in a shape: float32, contiguous, row-major (the last axis lies together in memory).
///
/// There are no strides and no element types to choose from. [#reshape] and [#rows] share the array of the tensor
/// they come from; transposition is an argument of the product that needs it. The shape never changes; the numbers
/// may, by whoever holds the array (optimisers update weights in place).
///
/// ```java
/// Tensor images = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
/// images.at(1, 2);                     // → 6.0
/// Tensor second = images.rows(1, 2);   // → tensor [1, 3] {4.00000, 5.00000, 6.00000}
/// second.sharesArrayWith(images);      // → true
/// images.reshape(Shape.of(4));         // throws ShapeException
/// ```
///
/// @since 0.1.0
public final class Tensor {
    private static final int PRINTED_ELEMENTS = 12;

    private final Shape shape;
    private final float[] array;
    private final int from;

    private Tensor(Shape shape, float[] array, int from) {
        this.shape = shape;
        this.array = array;
        this.from = from;
    }

    /// {@return a tensor of zeros}
    ///
    /// @param shape what it is to have
    public static Tensor zeros(Shape shape) {
        return new Tensor(shape, ArraySource.array(shape.size(), true), 0);
    }

    /// {@return a tensor of arbitrary numbers, for an operation that overwrites all of them}
    ///
    /// @param shape what it is to have
    public static Tensor uninitialised(Shape shape) {
        return new Tensor(shape, ArraySource.array(shape.size(), false), 0);
    }

    /// {@return a tensor whose elements are all the same number}
    ///
    /// @param shape what it is to have
    /// @param value every element
    public static Tensor filled(Shape shape, float value) {
        Tensor tensor = uninitialised(shape);
        Arrays.fill(tensor.array, 0, tensor.size(), value);
        return tensor;
    }

    /// {@return a tensor of one number, shape `[]`}
    ///
    /// @param value what [#item] gives
    public static Tensor scalar(float value) {
        return new Tensor(Shape.of(), new float[] {value}, 0);
    }

    /// {@return a tensor that holds a copy of the given numbers}
    ///
    /// @param shape  what it is to have
    /// @param values its elements in row-major order
    /// @throws ShapeException if their count is not the size of the shape
    public static Tensor of(Shape shape, float... values) {
        requireCount("tensor", shape, values.length);
        return new Tensor(shape, values.clone(), 0);
    }

    /// {@return a tensor on the given array itself, not a copy: whoever changes one changes the other}
    ///
    /// @param shape what it is to have
    /// @param array its elements in row-major order
    /// @throws ShapeException if its length is not the size of the shape
    public static Tensor wrap(Shape shape, float[] array) {
        requireCount("wrap", shape, array.length);
        return new Tensor(shape, array, 0);
    }

    /// {@return lengths of the axes, the outermost first}
    public Shape shape() {
        return shape;
    }

    /// {@return number of elements: the product of the axes, 1 for a scalar}
    public int size() {
        return shape.size();
    }

    /// {@return one element}
    ///
    /// @param indices one per axis, from 0
    /// @throws ShapeException if there are too few, too many, or one lies outside its axis
    public float at(int... indices) {
        if (indices.length != shape.rank()) {
            throw new ShapeException("at: " + indices.length + " indices came for a tensor of shape " + shape
                    + "; one per axis is required");
        }
        int position = 0;
        for (int axis = 0; axis < indices.length; axis++) {
            if (indices[axis] < 0 || indices[axis] >= shape.axis(axis)) {
                throw new ShapeException("at: index " + Arrays.toString(indices) + " lies outside " + shape);
            }
            position = position * shape.axis(axis) + indices[axis];
        }
        return array[from + position];
    }

    /// {@return the only element}
    ///
    /// @throws ShapeException if there is not exactly one
    public float item() {
        if (size() != 1) {
            throw new ShapeException("item: the tensor has shape " + shape + "; exactly one element is required");
        }
        return array[from];
    }

    /// {@return the same numbers in another shape; shares the array}
    ///
    /// @param other a shape of as many elements
    /// @throws ShapeException if the sizes differ
    public Tensor reshape(Shape other) {
        requireCount("reshape", other, size());
        return new Tensor(other, array, from);
    }

    /// {@return some neighbouring rows of the outermost axis, [last − first, further axes]; shares the array}
    ///
    /// @param first index of the first of them, from 0
    /// @param last  index after the last; equal to `first` for none
    /// @throws ShapeException for a scalar, or if the range lies outside the axis
    public Tensor rows(int first, int last) {
        if (shape.rank() == 0 || first < 0 || last < first || last > shape.axis(0)) {
            throw new ShapeException("rows: rows " + first + " to " + last + " of a tensor of shape " + shape
                    + " were asked for; they must lie inside its first axis");
        }
        int[] axes = shape.toArray();
        int rowSize = axes[0] == 0 ? 0 : size() / axes[0];
        axes[0] = last - first;
        return new Tensor(Shape.of(axes), array, from + first * rowSize);
    }

    /// {@return the same shape and numbers with an array of its own}
    public Tensor copy() {
        return new Tensor(shape, toArray(), 0);
    }

    /// {@return the numbers in row-major order, as a fresh array}
    public float[] toArray() {
        return Arrays.copyOfRange(array, from, from + size());
    }

    /// {@return the live numbers for a kernel: changes to them are changes of this tensor}
    public Span span() {
        return new Span(array, from, size());
    }

    /// {@return the live numbers as a matrix: the first axis is the rows, all others together are the columns}
    ///
    /// @throws ShapeException for a scalar
    public MatrixView matrix() {
        int rows = shape.axis(0);
        int columns = rows == 0 ? 0 : size() / rows;
        return new MatrixView(array, from, rows, columns, columns);
    }

    /// {@return whether the numbers lie in this very array}
    ///
    /// @param other compared by identity, not by content
    @SuppressWarnings("ReferenceEquality") // identity is the question
    public boolean liesIn(float[] other) {
        return array == other;
    }

    /// {@return whether the numbers lie in the same array as another tensor's: a change of one may change the other}
    ///
    /// @param other a tensor of any shape
    public boolean sharesArrayWith(Tensor other) {
        return liesIn(other.array);
    }

    /// {@return true if no element is NaN or infinite}
    public boolean isFinite() {
        for (int i = from; i < from + size(); i++) {
            if (!Float.isFinite(array[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("tensor ").append(shape).append(" {");
        for (int i = 0; i < Math.min(size(), PRINTED_ELEMENTS); i++) {
            text.append(i == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.6g", array[from + i]));
        }
        return text.append(size() > PRINTED_ELEMENTS ? ", …}" : "}").toString();
    }

    private static void requireCount(String operation, Shape shape, int count) {
        if (shape.size() != count) {
            throw new ShapeException(operation + ": " + count + " numbers came for the shape " + shape + "; "
                    + shape.size() + " are required");
        }
    }
}
