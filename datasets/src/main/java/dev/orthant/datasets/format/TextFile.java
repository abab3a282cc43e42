package dev.orthant.datasets.format;

import dev.orthant.datasets.CharacterText;
import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a plain text, UTF-8, plain or gzipped, as characters.
///
/// ```java
/// Path file = Files.writeString(folder.resolve("hamlet.txt"), "to be\nor not to be");
/// TextFile.read("hamlet", file);                      // → text hamlet: 18 characters of 8
/// Files.write(file, new byte[] {'O', (byte) 0xff});   // no byte of UTF-8 is 0xff
/// TextFile.read("hamlet", file);                      // throws FormatException
/// ```
///
/// @since 0.1.0
public final class TextFile {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private TextFile() {}

    /// Reads a file.
    ///
    /// @param name of the text
    /// @param path plain or gzipped, in UTF-8
    /// @return all of the text, with the alphabet of its own characters
    /// @throws FormatException at the first byte that is not UTF-8, or if the file is empty
    /// @throws IOException if it cannot be read
    public static CharacterText read(String name, Path path) throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            UnpackedInput input = new UnpackedInput(path.toString(), bytes);
            ByteBuffer content = ByteBuffer.wrap(input.atMost(MOST_BYTES));
            input.requireEnd(MOST_BYTES + " bytes, the most that fit into one text");
            if (!content.hasRemaining()) {
                throw input.wrong(0, "a text", "an empty file");
            }
            CharBuffer characters = CharBuffer.allocate(content.remaining()); // UTF-8 has a byte or more per char
            CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(content, characters, true);
            if (result.isError()) {
                throw input.wrong(
                        content.position(),
                        "UTF-8",
                        String.format("the byte 0x%02x, which does not belong there", content.get(content.position())));
            }
            return CharacterText.of(name, characters.flip().toString());
        }
    }
}
