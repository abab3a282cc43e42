package dev.orthant.datasets.format;

import java.io.IOException;
import java.nio.file.Path;

/// A data file that is not what it should be. The message is one line: file, byte offset, expected, found.
public final class DatasetFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long byteOffset;
    private final String expected;
    private final String found;

    /// @param file       path or name of the file
    /// @param byteOffset where the first wrong byte is, counted in the unpacked content
    /// @param expected   what should have been there
    /// @param found      what was there, and what to do if that is not obvious
    public DatasetFormatException(String file, long byteOffset, String expected, String found) {
        super(file + ": at byte " + byteOffset + " expected " + expected + "; found " + found);
        this.file = file;
        this.byteOffset = byteOffset;
        this.expected = expected;
        this.found = found;
    }

    public Path path() {
        return Path.of(file);
    }

    public long byteOffset() {
        return byteOffset;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
