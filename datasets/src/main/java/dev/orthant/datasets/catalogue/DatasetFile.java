package dev.orthant.datasets.catalogue;

/// A file of a data set. On disk it may be gzipped (`name.gz`) or plain (`name`); size and digest are those of the
/// unpacked content, because mirrors pack the same content differently.
///
/// ```java
/// DatasetFile labels = NamedDataset.MNIST.trainLabels();
/// labels.packedName();                                    // → train-labels-idx1-ubyte.gz
/// labels.size();                                          // → 60008
/// new DatasetFile("../labels", 60_008, labels.sha256());  // throws IllegalArgumentException
/// ```
///
/// @param name   without `.gz`
/// @param size   bytes of the unpacked content
/// @param sha256 of the unpacked content, 64 hexadecimal digits in lower case
/// @since 0.1.0
public record DatasetFile(String name, long size, String sha256) {
    private static final int HEADER_ROOM = 1 << 16;

    /// Checks that the name cannot lead out of a folder.
    ///
    /// @throws IllegalArgumentException if the name is no plain file name, the size negative, or the digest none
    public DatasetFile {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || size < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("dataset file: name " + name + ", size " + size + ", digest " + sha256
                    + "; a plain file name, a size of at least 0 and 64 hexadecimal digits are required");
        }
    }

    /// {@return the name of the gzipped file}
    public String packedName() {
        return name + ".gz";
    }

    /// What the gzipped file has at most: packing adds five bytes to a block of 16 KB or more of what it cannot shrink, and a
    /// header that names the file.
    long mostPackedBytes() {
        return size + size / 1_024 + HEADER_ROOM;
    }
}
