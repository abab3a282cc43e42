package dev.orthant.tensor;

/// Shapes that do not fit an operation. The message reads
/// `operation: what came; what is required; what to do`.
///
/// ```java
/// Tensor.zeros(Shape.of(2, 3)).at(2, 0);       // throws ShapeException
/// try {
///     Tensor.zeros(Shape.of(2, 3)).item();
/// } catch (ShapeException wrong) {
///     wrong.getMessage();                      // → item: the tensor has shape [2, 3]; exactly one element is required
/// }
/// ```
///
/// @since 0.1.0
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// An error of one operation.
    ///
    /// @param message operation, the shapes that came, and what is required
    public ShapeException(String message) {
        super(message);
    }
}
