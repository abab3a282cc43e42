package dev.orthant.benchmarks;

/// A measured kernel computes something else than its definition or a peer: its speed means nothing.
final class WrongResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message one line
    WrongResultException(String message) {
        super(message);
    }
}
