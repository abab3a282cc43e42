package dev.orthant.tensor.linear;

/// A matrix that has no Cholesky factor. The message names the pivot at which the factorisation broke down.
///
/// ```java
/// Cholesky.of(Matrix.identity(2).scaled(-1));      // throws NotPositiveDefinite
/// ```
///
/// @since 0.1.0
public final class NotPositiveDefinite extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    /// An error of one factorisation.
    ///
    /// @param message operation, pivot and its value, what is required, what to do
    public NotPositiveDefinite(String message) {
        super(message);
    }
}
