package dev.orthant.datasets.catalogue;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.format.IdxArray;
import dev.orthant.datasets.format.IdxExamples;
import dev.orthant.datasets.format.IdxFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The bundled data set: 1,797 handwritten digits of 8 by 8 pixels with values 0 to 16, `[n, 64]`.
///
/// Source: Alpaydin and Kaynak 1998, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository,
/// its test part (`DIGITS.md` beside the files gives provenance, licence and digests).
///
/// The rows lie in blocks of about 130 that look to be one writer each: each block begins with the digits 0 to 9
/// twice in order. The split cuts at the beginning of such a block, so that the test asks about hands that were not
/// trained on; a random split would put every hand on both sides and flatter every method.
///
/// ```java
/// Examples digits = Digits.all();
/// digits.size();                                              // → 1797
/// IntStream.of(digits.labels()).limit(12).boxed().toList();   // → [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]
/// Digits.split().test().size();                               // → 510
/// ```
///
/// @since 0.1.0
public final class Digits {
    /// The examples of the first ten blocks; the remaining 510, four blocks, are the test.
    public static final int TRAIN_COUNT = 1_287;

    private static final int CLASSES = 10;
    private static final String IMAGES = "digits-images-idx3-ubyte.gz";
    private static final String LABELS = "digits-labels-idx1-ubyte.gz";

    private Digits() {}

    /// {@return all 1,797 in the order of the source}
    public static Examples all() {
        try {
            return IdxExamples.join("digits", resource(IMAGES, 3), resource(LABELS, 1), CLASSES);
        } catch (IOException impossible) {
            throw new UncheckedIOException("digits: the bundled files are damaged; rebuild the jar", impossible);
        }
    }

    /// {@return 1,287 to train and 510 by other writers to test}
    public static Split split() {
        return all().cut(TRAIN_COUNT);
    }

    private static IdxArray resource(String file, int axes) throws IOException {
        try (InputStream bytes = Digits.class.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new IOException(file + ": not in the jar");
            }
            return IdxFile.read(file, bytes, axes);
        }
    }
}
