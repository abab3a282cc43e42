package dev.orthant.benchmarks;

/// What the user asked for cannot be done; the message is the one line that says why and what to do instead.
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message one line
    BadInput(String message) {
        super(message);
    }
}
