package dev.orthant.tensor.linear;

/// An iteration that did not come to its end. The message names the operation and how far it came. Whoever
/// decomposes many matrices may go on without one.
///
/// ```java
/// double largest;
/// try {
///     largest = SymmetricEigen.valuesOf(Matrix.identity(3))[2];    // → 1.0
/// } catch (NotConverged failed) {
///     largest = Double.NaN;
/// }
/// ```
///
/// @since 0.1.0
public final class NotConverged extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    /// An error of one iteration.
    ///
    /// @param message operation, what came, what is required, what to do
    public NotConverged(String message) {
        super(message);
    }
}
