package dev.orthant.datasets.prepare;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// Targets of two classes: label 0 becomes −α, label 1 becomes +α. At fixed weight norms α is what sets the normalised
/// margin.
///
/// @param scale α, positive and finite
public record BinaryTargets(double scale) {
    public BinaryTargets {
        if (!(scale > 0 && scale <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "binary targets: the scale is " + scale + "; it must be positive and finite");
        }
    }

    /// @param labels n labels, 0 or 1
    /// @return ±α, `[n, 1]`, as the scores of a network with one output
    /// @throws IllegalArgumentException if another label occurs
    public Tensor of(int... labels) {
        float[] targets = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 0 && labels[i] != 1) {
                throw new IllegalArgumentException("binary targets: label " + i + " is " + labels[i]
                        + "; 0 or 1 is required (make two classes first, see BinaryLabels)");
            }
            targets[i] = (float) (labels[i] == 1 ? scale : -scale);
        }
        return Tensor.wrap(Shape.of(labels.length, 1), targets);
    }
}
