package dev.orthant.tensor;

import java.util.Arrays;

/// The lengths of a tensor's axes, outermost first: `[batch, width]`. Immutable.
///
/// A shape of no axes, `[]`, is a scalar and has one element. An axis may be 0 long: such a tensor is empty.
///
/// ```java
/// Shape digit = Shape.of(28, 28);
/// digit.size();                        // → 784
/// Shape batch = digit.batch(64);       // → [64, 28, 28]
/// batch.isBatchOf(digit);              // → true
/// batch.axis(-1);                      // → 28
/// Shape.of(1 << 16, 1 << 16);          // throws ShapeException
/// ```
///
/// @since 0.1.0
public final class Shape {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final int[] axes;
    private final int size;

    private Shape(int[] axes) {
        this.axes = axes;
        this.size = checkedSize(axes);
    }

    /// {@return the shape of these axes}
    ///
    /// @param axes lengths, each at least 0, outermost first; none for a scalar
    /// @throws ShapeException if a length is negative or the product does not fit into one Java array
    public static Shape of(int... axes) {
        return new Shape(axes.clone());
    }

    /// {@return number of axes, 0 for a scalar}
    public int rank() {
        return axes.length;
    }

    /// {@return length of one axis}
    ///
    /// @param index from 0 (outermost) to `rank() - 1`, or from -1 (innermost) down to `-rank()`
    /// @throws ShapeException if there is no such axis
    public int axis(int index) {
        int position = index < 0 ? index + axes.length : index;
        if (position < 0 || position >= axes.length) {
            throw new ShapeException(
                    "shape: axis " + index + " of " + this + " was asked for; it has " + axes.length + " axes");
        }
        return axes[position];
    }

    /// {@return number of elements: the product of the axes; 1 for a scalar}
    public int size() {
        return size;
    }

    /// {@return this shape behind one more axis: that of so many examples together}
    ///
    /// @param count length of the new outermost axis, at least 0
    /// @throws ShapeException if `count` is negative or there are too many elements
    public Shape batch(int count) {
        int[] all = new int[axes.length + 1];
        all[0] = count;
        System.arraycopy(axes, 0, all, 1, axes.length);
        return new Shape(all);
    }

    /// {@return whether this is the shape of any number of examples of the other shape together}
    ///
    /// @param example shape of a single one
    public boolean isBatchOf(Shape example) {
        return axes.length == example.axes.length + 1
                && Arrays.equals(axes, 1, axes.length, example.axes, 0, example.axes.length);
    }

    /// {@return all axes but the outermost: the shape of one example}
    ///
    /// @throws ShapeException for a scalar
    public Shape inner() {
        if (axes.length == 0) {
            throw new ShapeException("shape: the inner axes of a scalar were asked for; at least 1 axis is required");
        }
        return new Shape(Arrays.copyOfRange(axes, 1, axes.length));
    }

    /// {@return the lengths, outermost first, as a fresh array}
    public int[] toArray() {
        return axes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(axes, shape.axes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(axes);
    }

    @Override
    public String toString() {
        return Arrays.toString(axes);
    }

    private static int checkedSize(int[] axes) {
        long size = 1;
        for (int length : axes) {
            if (length < 0) {
                throw new ShapeException("shape: " + Arrays.toString(axes) + " has the negative length " + length
                        + "; every axis must be at least 0");
            }
        }
        for (int length : axes) {
            if (length == 0) {
                return 0;
            }
        }
        for (int length : axes) {
            size *= length; // at most 2³¹ · 2³¹ before the check below: no overflow of long
            if (size > LARGEST_ARRAY) {
                throw new ShapeException("shape: " + Arrays.toString(axes) + " has more than " + LARGEST_ARRAY
                        + " elements, the most a Java array holds; split the work into smaller tensors");
            }
        }
        return (int) size;
    }
}
