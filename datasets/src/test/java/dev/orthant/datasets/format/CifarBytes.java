package dev.orthant.datasets.format;

/// Makes CIFAR files for tests.
public final class CifarBytes {
    private static final int RECORD = 3_073;

    private CifarBytes() {}

    /// One image per label; byte `i` of the file is `i mod 251` where it is no label.
    public static byte[] images(int... labels) {
        byte[] bytes = new byte[labels.length * RECORD];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % RECORD == 0 ? labels[i / RECORD] : i % 251);
        }
        return bytes;
    }
}
