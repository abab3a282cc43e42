package dev.orthant.tensor.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much of the operands a core can hold close by. Block sizes that only decide what is read from where come from
/// here; sizes that decide in which order a sum is formed never do, so that results do not depend on the machine's caches.
final class CacheSizes {
    /// Where Linux tells; elsewhere, and where the file cannot be read, [#COMMON_SECOND_LEVEL] is taken.
    private static final Path SECOND_LEVEL = Path.of("/sys/devices/system/cpu/cpu0/cache/index2/size");

    /// The smallest second-level cache among common processors of the last ten years.
    private static final int COMMON_SECOND_LEVEL = 256 << 10;

    private static final int LARGEST_BELIEVED = 4 << 20;

    /// float32 numbers that a core's own second-level cache holds.
    static final int SECOND_LEVEL_FLOATS = secondLevelBytes() / Float.BYTES;

    private CacheSizes() {}

    private static int secondLevelBytes() {
        try {
            return Math.clamp(parse(Files.readString(SECOND_LEVEL).strip()), COMMON_SECOND_LEVEL, LARGEST_BELIEVED);
        } catch (IOException | RuntimeException unknown) {
            return COMMON_SECOND_LEVEL;
        }
    }

    /// `512K` or `2M`
    private static int parse(String text) {
        int number = Integer.parseInt(text.substring(0, text.length() - 1));
        return text.endsWith("M") ? number << 20 : number << 10;
    }
}
