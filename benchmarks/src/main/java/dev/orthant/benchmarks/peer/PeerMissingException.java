package dev.orthant.benchmarks.peer;

/// A peer is not on this machine; the message says what is missing and how to get it.
public final class PeerMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message one line
    public PeerMissingException(String message) {
        super(message);
    }
}
