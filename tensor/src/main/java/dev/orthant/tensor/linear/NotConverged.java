package dev.orthant.tensor.linear;

/// An iteration that did not come to its end. The message names the operation and how far it came.
public final class NotConverged extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    /// @param message operation, what came, what is required, what to do
    public NotConverged(String message) {
        super(message);
    }
}
