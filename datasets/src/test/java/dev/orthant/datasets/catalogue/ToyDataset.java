package dev.orthant.datasets.catalogue;

import dev.orthant.datasets.format.IdxBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A data set of seven images, for tests of places and downloads.
final class ToyDataset {
    private static final byte[][] CONTENTS = {
        IdxBytes.images(5, 6, 5), IdxBytes.labels(0, 1, 2, 1, 0), IdxBytes.images(2, 6, 5), IdxBytes.labels(2, 0)
    };

    private ToyDataset() {}

    static NamedDataset named(List<URI> mirrors) {
        return new NamedDataset("toy", 3, file(0), file(1), file(2), file(3), mirrors);
    }

    /// The packed files by name.
    static Map<String, byte[]> packed() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < CONTENTS.length; i++) {
            files.put(file(i).packedName(), IdxBytes.gzipped(CONTENTS[i]));
        }
        return files;
    }

    static void write(Path folder) throws IOException {
        for (var entry : packed().entrySet()) {
            Files.write(folder.resolve(entry.getKey()), entry.getValue());
        }
    }

    private static DatasetFile file(int index) {
        String name = List.of("train-images", "train-labels", "test-images", "test-labels")
                .get(index);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(CONTENTS[index]);
            return new DatasetFile(name, CONTENTS[index].length, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
