package dev.orthant.distributed.jgroups;

import java.nio.ByteBuffer;
import org.jgroups.util.ExtendedUUID;

/// One member of a view: its rank, which its address carries, and the random part of the address, which tells apart processes
/// that had the same rank one after the other.
///
/// @param rank in the group
/// @param high upper half of the address
/// @param low  lower half of the address
record Seat(int rank, long high, long low) {
    private static final String RANK = "rank";

    /// An address for this rank.
    static ExtendedUUID address(int rank) {
        return ExtendedUUID.randomUUID("rank-" + rank)
                .put(
                        RANK,
                        ByteBuffer.allocate(Short.BYTES).putShort((short) rank).array());
    }

    /// @throws IllegalArgumentException if the address is not one of ours
    static Seat of(Object address) {
        if (address instanceof ExtendedUUID own) {
            byte[] bytes = own.get(RANK);
            if (bytes != null && bytes.length == Short.BYTES) {
                int rank = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort());
                return new Seat(rank, own.getMostSignificantBits(), own.getLeastSignificantBits());
            }
        }
        throw new IllegalArgumentException("vote group: " + address + " has no rank; it is no member's address");
    }
}
