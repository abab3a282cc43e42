package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.Verdict;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// What members send each other, and the bytes of it: magic, version, kind, length, contents, checksum. No Java
/// serialisation; every length is checked against what is there before anything is allocated.
///
/// A ballot of d signs is ⌈d/8⌉ + 50 bytes, a verdict of n voters ⌈d/8⌉ + 58 + 4n.
sealed interface Frame {
    int MAGIC = 0x4F72_7456; // OrtV
    byte VERSION = 2;

    /// Bytes before the contents: magic, version, kind, length of the contents.
    int HEADER = Integer.BYTES + 2 + Integer.BYTES;

    /// To the chair of a slice.
    record Vote(int slice, Ballot ballot) implements Frame {}

    /// From the chair to all; from a member to a new chair, which may not have it.
    record Decision(int slice, Verdict verdict) implements Frame {}

    /// From the chair to all: the round stands open, only these voted.
    record NoQuorum(int slice, long round, RankSet voters) implements Frame {}

    /// From who wants to enter to all.
    record Enter() implements Frame {}

    /// From the chair to all: who votes, and who has the chair of each slice.
    ///
    /// @param founding true if the group has just come together
    record Seating(boolean founding, List<Seat> seats, List<Seat> owners) implements Frame {}

    /// From the chair to a newcomer.
    record State(long round, byte[] bytes) implements Frame {}

    /// From the chair to who is not seated.
    record Outside(long round) implements Frame {}

    /// The bytes.
    default byte[] toBytes() {
        byte[] contents = switch (this) {
            case Vote(int slice, Ballot ballot) -> {
                byte[] signs = ballot.signs().toBytes();
                yield ByteBuffer.allocate(36 + signs.length)
                        .putInt(slice)
                        .putLong(ballot.round())
                        .putLong(ballot.epoch())
                        .putLong(ballot.digest())
                        .putInt(ballot.rank())
                        .putInt(ballot.signs().count())
                        .put(signs)
                        .array();
            }
            case Decision(int slice, Verdict verdict) -> {
                byte[] signs = verdict.signs().toBytes();
                ByteBuffer buffer = ByteBuffer.allocate(
                                44 + 4 * verdict.voters().size() + signs.length)
                        .putInt(slice)
                        .putLong(verdict.round())
                        .putLong(verdict.epoch())
                        .putLong(verdict.digest())
                        .putLong(verdict.tied())
                        .putInt(verdict.signs().count());
                yield putRanks(buffer, verdict.voters()).put(signs).array();
            }
            case NoQuorum(int slice, long round, RankSet voters) ->
                putRanks(
                                ByteBuffer.allocate(16 + 4 * voters.size())
                                        .putInt(slice)
                                        .putLong(round),
                                voters)
                        .array();
            case Enter() -> new byte[0];
            case Seating(boolean founding, List<Seat> seats, List<Seat> owners) -> {
                ByteBuffer buffer = ByteBuffer.allocate(9 + 20 * (seats.size() + owners.size()))
                        .put((byte) (founding ? 1 : 0));
                yield putSeats(putSeats(buffer, seats), owners).array();
            }
            case State(long round, byte[] bytes) ->
                ByteBuffer.allocate(8 + bytes.length).putLong(round).put(bytes).array();
            case Outside(long round) -> ByteBuffer.allocate(8).putLong(round).array();
        };
        ByteBuffer frame = ByteBuffer.allocate(HEADER + contents.length + Integer.BYTES)
                .putInt(MAGIC)
                .put(VERSION)
                .put(kind())
                .putInt(contents.length)
                .put(contents);
        return frame.putInt(checksum(frame.array(), HEADER + contents.length)).array();
    }

    private byte kind() {
        return (byte)
                switch (this) {
                    case Vote vote -> 1;
                    case Decision decision -> 2;
                    case NoQuorum noQuorum -> 3;
                    case Enter enter -> 4;
                    case Seating seating -> 5;
                    case State state -> 6;
                    case Outside outside -> 7;
                };
    }

    /// Reads [#toBytes].
    ///
    /// @throws IllegalArgumentException if these are not the bytes of a frame, whole and undamaged
    static Frame of(byte[] bytes) {
        if (bytes.length < HEADER + Integer.BYTES) {
            throw new IllegalArgumentException("frame: " + bytes.length + " bytes are too few");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int magic = buffer.getInt();
        byte version = buffer.get();
        byte kind = buffer.get();
        int length = buffer.getInt();
        if (magic != MAGIC || version != VERSION) {
            throw new IllegalArgumentException("frame: not one of version " + VERSION);
        }
        if (length != bytes.length - HEADER - Integer.BYTES
                || ByteBuffer.wrap(bytes).getInt(HEADER + length) != checksum(bytes, HEADER + length)) {
            throw new IllegalArgumentException("frame: length or checksum is wrong; the bytes are damaged");
        }
        ByteBuffer contents = buffer.slice(HEADER, length);
        try {
            return contents(kind, contents);
        } catch (BufferUnderflowException tooShort) {
            throw new IllegalArgumentException("frame: the contents of kind " + kind + " are too short", tooShort);
        }
    }

    private static Frame contents(byte kind, ByteBuffer in) {
        return switch (kind) {
            case 1 -> {
                int slice = in.getInt();
                long round = in.getLong();
                long epoch = in.getLong();
                long digest = in.getLong();
                int rank = in.getInt();
                yield new Vote(slice, new Ballot(round, epoch, rank, SignBits.ofBytes(in.getInt(), rest(in)), digest));
            }
            case 2 -> {
                int slice = in.getInt();
                long round = in.getLong();
                long epoch = in.getLong();
                long digest = in.getLong();
                long tied = in.getLong();
                int count = in.getInt();
                RankSet voters = ranks(in);
                yield new Decision(
                        slice, new Verdict(round, epoch, SignBits.ofBytes(count, rest(in)), tied, voters, digest));
            }
            case 3 -> new NoQuorum(in.getInt(), in.getLong(), ranks(in));
            case 4 -> new Enter();
            case 5 -> new Seating(in.get() == 1, seats(in), seats(in));
            case 6 -> new State(in.getLong(), rest(in));
            case 7 -> new Outside(in.getLong());
            default -> throw new IllegalArgumentException("frame: kind " + kind + " is not known");
        };
    }

    private static ByteBuffer putRanks(ByteBuffer buffer, RankSet ranks) {
        buffer.putInt(ranks.size());
        ranks.ranks().forEach(buffer::putInt);
        return buffer;
    }

    private static ByteBuffer putSeats(ByteBuffer buffer, List<Seat> seats) {
        buffer.putInt(seats.size());
        seats.forEach(seat -> buffer.putInt(seat.rank()).putLong(seat.high()).putLong(seat.low()));
        return buffer;
    }

    private static List<Seat> seats(ByteBuffer in) {
        int count = counted(in, 20);
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seats.add(new Seat(in.getInt(), in.getLong(), in.getLong()));
        }
        return List.copyOf(seats);
    }

    private static RankSet ranks(ByteBuffer in) {
        int count = counted(in, Integer.BYTES);
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranks.add(in.getInt());
        }
        return new RankSet(ranks);
    }

    /// A count of things that are all there.
    private static int counted(ByteBuffer in, int bytesEach) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw new IllegalArgumentException("frame: " + count + " entries do not fit; the bytes are damaged");
        }
        return count;
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
