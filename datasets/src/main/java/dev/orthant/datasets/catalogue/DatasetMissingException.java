package dev.orthant.datasets.catalogue;

import java.io.IOException;

/// A data set that is nowhere on this machine. The message says where it was looked for and what to do.
///
/// ```java
/// Datasets.load("mnist", DataLocations.only(folder));     // throws DatasetMissingException
/// ```
///
/// @since 0.1.0
public final class DatasetMissingException extends IOException {
    private static final long serialVersionUID = 1L;

    /// Found when the data set was to be read.
    ///
    /// @param message data set, places, remedy
    public DatasetMissingException(String message) {
        super(message);
    }
}
