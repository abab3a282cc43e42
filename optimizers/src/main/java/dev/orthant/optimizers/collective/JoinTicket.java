package dev.orthant.optimizers.collective;

/// The entry into a group.
///
/// @param round the first to vote in
/// @param state from a member's [StateProvider], as it was before that round; empty if the group has just come together
/// @since 0.1.0
public record JoinTicket(long round, byte[] state) {
    /// {@return true if the group was already training, so that `state` must be taken over}
    public boolean isLate() {
        return state.length > 0;
    }
}
