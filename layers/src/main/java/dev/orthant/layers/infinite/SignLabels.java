package dev.orthant.layers.infinite;

/// Labels of two classes, +1 and −1.
final class SignLabels {
    private SignLabels() {}

    /// @throws IllegalArgumentException if a label is neither 1 nor -1
    static void require(String operation, int... labels) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 1 && labels[i] != -1) {
                throw new IllegalArgumentException(
                        operation + ": label " + i + " is " + labels[i] + "; every label must be 1 or -1");
            }
        }
    }
}
