package dev.orthant.tensor.kernel;

import jdk.incubator.vector.FloatVector;

/// Signs of the numbers in vectors.
final class Signs {
    private Signs() {}

    /// @param positive not below 0
    static FloatVector withSignOf(FloatVector positive, FloatVector number) {
        return positive.reinterpretAsInts()
                .or(number.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }
}
