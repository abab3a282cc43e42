package dev.orthant.datasets.prepare;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Tensor;

/// Moves every example to the sphere of radius √d, where d is the number of its elements: the *root mean square* of
/// its elements becomes 1.
///
///     x ← √d · x / ‖x‖        so ‖x‖² = d
///
/// Source: Bernstein and Yue 2021, "On the implicit biases of architecture and gradient descent", section 4 (there
/// after the affine pixel scaling, as `PixelScale` does it). Norms are summed in double.
///
/// ```java
/// Examples image = Examples.of("toy", Tensor.of(Shape.of(1, 4), 8, 8, 8, -8), new int[] {0}, 1);
/// UnitSphere.apply(image).inputs().toArray();                         // → [1.0, 1.0, 1.0, -1.0]
/// UnitSphere.apply(image.withInputs(Tensor.zeros(Shape.of(1, 4))));   // throws IllegalArgumentException
/// ```
///
/// @since 0.1.0
public final class UnitSphere {
    private UnitSphere() {}

    /// {@return the examples on the sphere; same labels}
    ///
    /// @param examples not changed
    /// @throws IllegalArgumentException if an example is all zeros: it has no direction
    public static Examples apply(Examples examples) {
        float[] values = examples.inputs().toArray();
        int length = examples.exampleShape().size();
        for (int example = 0; example < examples.size(); example++) {
            double norm = norm(values, example * length, length);
            if (!(norm > 0)) {
                throw new IllegalArgumentException("unit sphere: example " + example + " of " + examples.name()
                        + " is the zero vector; it has no direction, so drop it or shift the pixels first");
            }
            double factor = Math.sqrt(length) / norm;
            for (int i = example * length; i < (example + 1) * length; i++) {
                values[i] = (float) (values[i] * factor);
            }
        }
        return examples.withInputs(Tensor.wrap(examples.inputs().shape(), values));
    }

    private static double norm(float[] values, int from, int length) {
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares);
    }
}
