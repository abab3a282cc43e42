package dev.orthant.datasets.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Compares the unpacked content of a gzipped file with its size and SHA-256.
final class Digest {
    private static final int BUFFER = 1 << 16;

    private Digest() {}

    /// What is wrong with the content, or nothing. Unpacks no more than one buffer beyond the right size.
    static Optional<String> wrong(Path packed, DatasetFile file) {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream content = new GZIPInputStream(Files.newInputStream(packed), BUFFER)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = content.read(buffer); count >= 0 && size <= file.size(); count = content.read(buffer)) {
                digest.update(buffer, 0, count);
                size += count;
            }
        } catch (IOException unreadable) {
            return Optional.of("no sound gzip file (" + unreadable.getMessage() + ")");
        }
        if (size > file.size()) {
            return Optional.of("its content has more than " + file.size() + " bytes");
        }
        String found = HexFormat.of().formatHex(digest.digest());
        return found.equals(file.sha256())
                ? Optional.empty()
                : Optional.of("the SHA-256 of its content is " + found + " but " + file.sha256() + " is required");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
