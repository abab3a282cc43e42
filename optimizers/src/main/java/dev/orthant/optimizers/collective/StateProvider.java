package dev.orthant.optimizers.collective;

/// Gives a newcomer what it needs to go on from here.
///
/// ```java
/// import java.nio.ByteBuffer;
/// float[] momentum = {0.5f, -0.25f};
/// StateProvider provider = round -> ByteBuffer.allocate(8).putFloat(momentum[0]).putFloat(momentum[1]).array();
/// JoinTicket ticket = new JoinTicket(120, provider.state(120));
/// ByteBuffer.wrap(ticket.state()).getFloat();     // → 0.5
/// ```
///
/// @since 0.1.0
@FunctionalInterface
public interface StateProvider {
    /// Called by [VoteGroup#vote] on the thread that votes, before its ballot is cast, so that nothing moves meanwhile.
    ///
    /// @param round that is about to be voted on: the state is that before its step
    /// @return weights, momentum and whatever else the newcomer's program reads
    byte[] state(long round);
}
