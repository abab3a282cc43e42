package dev.orthant.optimizers.collective;

/// The entry into a group.
///
/// ```java
/// new JoinTicket(0, new byte[0]).isLate();                        // → false
/// JoinTicket late = new JoinTicket(120, new byte[] {1, 2, 3});    // the state of another member before round 120
/// late.isLate();                                                  // → true
/// ```
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
