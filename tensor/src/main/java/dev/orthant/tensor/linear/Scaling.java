package dev.orthant.tensor.linear;

/// A power of two that brings the largest element of a matrix near 1, so that squares neither overflow nor lose what
/// matters to underflow; multiplying by it is exact.
///
/// @param factor  1 where the elements are of ordinary size
/// @param largest absolute value of an element before scaling
record Scaling(double factor, double largest) {
    private static final int ORDINARY = 300;

    /// Beyond this the factor itself or its reciprocal would leave the range of normal numbers.
    private static final int LARGEST = 1000;

    /// @param operation for the message
    /// @throws IllegalArgumentException if an element is NaN or infinite
    static Scaling of(String operation, Matrix matrix) {
        double largest = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                double value = Math.abs(matrix.at(i, j));
                if (!(value < Double.POSITIVE_INFINITY)) { // also NaN
                    throw new IllegalArgumentException(
                            operation + ": element (" + i + ", " + j + ") of " + matrix.size() + " is "
                                    + matrix.at(i, j) + "; all must be finite; repair the examples it came from");
                }
                largest = Math.max(largest, value);
            }
        }
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        return new Scaling(
                Math.abs(exponent) <= ORDINARY ? 1 : Math.scalb(1.0, -Math.clamp(exponent, -LARGEST, LARGEST)),
                largest);
    }

    /// A copy, multiplied.
    Matrix scaled(Matrix matrix) {
        return factor == 1 ? matrix.copy() : matrix.scaled(factor);
    }
}
