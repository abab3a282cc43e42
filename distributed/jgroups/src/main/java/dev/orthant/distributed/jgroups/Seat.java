package dev.orthant.distributed.jgroups;

import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.UUID;

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
        return ExtendedUUID.randomUUID("rank-" + rank).put(RANK, new byte[] {(byte) (rank >>> 8), (byte) rank});
    }

    /// @throws IllegalArgumentException if the address is not one of ours
    static Seat of(Object address) {
        if (address instanceof ExtendedUUID own && own.get(RANK) instanceof byte[] bytes && bytes.length == 2) {
            UUID uuid = own;
            return new Seat(
                    (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF,
                    uuid.getMostSignificantBits(),
                    uuid.getLeastSignificantBits());
        }
        throw new IllegalArgumentException("vote group: " + address + " has no rank; it is no member's address");
    }
}
