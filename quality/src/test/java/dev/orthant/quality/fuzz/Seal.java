package dev.orthant.quality.fuzz;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Puts the digest into a checkpoint that was tampered with, as the format describes it.
final class Seal {
    private static final int PLACE = 8 + "{\"__metadata__\":{\"sha256\":\"".length();
    private static final int DIGITS = 64;

    private Seal() {}

    static byte[] of(byte[] file) {
        if (file.length < PLACE + DIGITS) {
            return file;
        }
        byte[] sealed = file.clone();
        Arrays.fill(sealed, PLACE, PLACE + DIGITS, (byte) '0');
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sealed);
            byte[] digits = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, sealed, PLACE, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
        return sealed;
    }
}
