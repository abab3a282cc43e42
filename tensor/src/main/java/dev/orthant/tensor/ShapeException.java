package dev.orthant.tensor;

/// Shapes that do not fit an operation. The message reads
/// `operation: what came; what is required; what to do`.
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// @param message operation, the shapes that came, and what is required
    public ShapeException(String message) {
        super(message);
    }
}
