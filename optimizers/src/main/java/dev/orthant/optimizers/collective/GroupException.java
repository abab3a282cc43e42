package dev.orthant.optimizers.collective;

/// A group cannot go on, or not with this member. The message says who is missing and what to do.
///
/// @since 0.1.0
public abstract sealed class GroupException extends RuntimeException
        permits NotFormed, QuorumLost, Fenced, DigestMismatch {
    private static final long serialVersionUID = 1L;

    GroupException(String message) {
        super(message);
    }
}
