package dev.orthant.tensor.format;

import java.io.IOException;

/// A file that is not what it should be. The message is one line: file, byte offset, expected, found.
///
/// ```java
/// byte[] cut = {80, 0, 0, 0};
/// try {
///     SafeTensors.of("cut.safetensors", cut);
/// } catch (FormatException wrong) {
///     wrong.file();            // → cut.safetensors
///     wrong.byteOffset();      // → 4
/// }
/// SafeTensors.of("cut.safetensors", cut);      // throws FormatException
/// ```
///
/// @since 0.1.0
public final class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long byteOffset;
    private final String expected;
    private final String found;

    /// An error at one place of a file.
    ///
    /// @param file       path or name of the file
    /// @param byteOffset where the first wrong byte is; inside an archive, in the unpacked entry
    /// @param expected   what should have been there
    /// @param found      what was there, and what to do if that is not obvious
    public FormatException(String file, long byteOffset, String expected, String found) {
        super(file + ": at byte " + byteOffset + " expected " + expected + "; found " + found);
        this.file = file;
        this.byteOffset = byteOffset;
        this.expected = expected;
        this.found = found;
    }

    /// {@return path or name of the file}
    public String file() {
        return file;
    }

    /// {@return where the first wrong byte is, from 0; inside an archive, in the unpacked entry}
    public long byteOffset() {
        return byteOffset;
    }

    /// {@return what should have been there}
    public String expected() {
        return expected;
    }

    /// {@return what was there}
    public String found() {
        return found;
    }
}
