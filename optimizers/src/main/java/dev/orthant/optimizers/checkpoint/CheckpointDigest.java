package dev.orthant.optimizers.checkpoint;

import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// The SHA-256 of a checkpoint, inside it: of all bytes of the file with the digest's own 64 digits read as zeros.
///
/// It is the first piece of metadata, so that it always begins at the same byte:
///
///     8 bytes   length of the header
///     26 bytes  {"__metadata__":{"sha256":"
///     64 bytes  the digest, hexadecimal
final class CheckpointDigest {
    static final String KEY = "sha256";
    static final String PLACEHOLDER = "0".repeat(64);

    private static final String BEFORE = "{\"__metadata__\":{\"" + KEY + "\":\"";
    private static final int PLACE = Long.BYTES + BEFORE.length();
    private static final int HEAD = PLACE + PLACEHOLDER.length();
    private static final int BUFFER = 1 << 16;

    private CheckpointDigest() {}

    /// Writes the digest into its place.
    static void seal(FileChannel channel) throws IOException {
        ByteBuffer digest = ByteBuffer.wrap(ofContent(channel).getBytes(StandardCharsets.US_ASCII));
        while (digest.hasRemaining()) {
            channel.write(digest, PLACE + digest.position());
        }
    }

    /// @throws FormatException if there is no digest or another
    static void verify(String file, FileChannel channel) throws IOException {
        byte[] head = new byte[HEAD];
        ByteBuffer buffer = ByteBuffer.wrap(head);
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            count = channel.read(buffer, buffer.position());
        }
        String text = new String(head, Long.BYTES, HEAD - Long.BYTES, StandardCharsets.ISO_8859_1);
        if (buffer.hasRemaining() || !text.startsWith(BEFORE)) {
            throw new FormatException(file, Long.BYTES, BEFORE, "another beginning; this is not a checkpoint");
        }
        String found = text.substring(BEFORE.length());
        String required = ofContent(channel);
        if (!found.equals(required)) {
            throw new FormatException(
                    file,
                    PLACE,
                    "the SHA-256 of the content, " + required,
                    (found.matches("[0-9a-f]{64}") ? found : "something else") + "; the file is damaged");
        }
    }

    private static String ofContent(FileChannel channel) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long position = 0;
        for (int count = channel.read(buffer, 0); count >= 0; count = channel.read(buffer, position)) {
            byte[] bytes = buffer.array();
            if (position < HEAD) { // the digest itself counts as zeros
                int from = (int) Math.max(0, PLACE - position);
                int to = (int) Math.min(count, HEAD - position);
                Arrays.fill(bytes, Math.min(from, to), to, (byte) '0');
            }
            digest.update(bytes, 0, count);
            position += count;
            buffer.clear();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
