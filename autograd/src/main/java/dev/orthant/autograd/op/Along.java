package dev.orthant.autograd.op;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.kernel.Axis;
import java.util.stream.IntStream;

/// One axis of a shape, for the operations that go along it.
final class Along {
    private Along() {}

    /// The axis counted from 0.
    ///
    /// @throws ShapeException if there is no such axis
    static int position(String operation, Shape shape, int axis) {
        int position = axis < 0 ? axis + shape.rank() : axis;
        if (position < 0 || position >= shape.rank()) {
            throw new ShapeException(operation + ": axis " + axis + " of " + shape + " was asked for; it has "
                    + shape.rank() + " axes; count from 0, or from -1 at the end");
        }
        return position;
    }

    /// How the tensor looks from the axis.
    static Axis view(Shape shape, int axis) {
        int position = position("axis", shape, axis);
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < shape.rank(); i++) {
            outer *= i < position ? shape.axis(i) : 1;
            inner *= i > position ? shape.axis(i) : 1;
        }
        return new Axis(outer, shape.axis(position), inner);
    }

    /// The shape with another length of the axis.
    static Shape resized(String operation, Shape shape, int axis, int length) {
        int[] axes = shape.toArray();
        axes[position(operation, shape, axis)] = length;
        return Shape.of(axes);
    }

    /// The shape without the axis.
    static Shape without(String operation, Shape shape, int axis) {
        int position = position(operation, shape, axis);
        return Shape.of(IntStream.range(0, shape.rank())
                .filter(i -> i != position)
                .map(shape::axis)
                .toArray());
    }

    /// The shape with one axis more.
    static Shape with(String operation, Shape shape, int axis, int length) {
        if (axis < 0 || axis > shape.rank()) {
            throw new ShapeException(operation + ": a new axis " + axis + " of " + shape
                    + " was asked for; it must be from 0 to " + shape.rank());
        }
        int[] axes = new int[shape.rank() + 1];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i < axis ? shape.axis(i) : i == axis ? length : shape.axis(i - 1);
        }
        return Shape.of(axes);
    }
}
