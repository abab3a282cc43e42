package dev.orthant.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.datasets.format.TextFile;
import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CharacterTextTest {
    private static final CharacterText TEXT = CharacterText.of("toy", "hello\nworld");

    @Test
    void codesArePlacesInTheSortedAlphabet() {
        assertEquals("\ndehlorw", TEXT.alphabet());
        assertArrayEquals(new int[] {3, 2, 4, 4, 5}, TEXT.codes(0, 5));
        assertEquals("hello\nworld", TEXT.decode(TEXT.codes(0, TEXT.size())));
    }

    @Test
    void partsShareTheAlphabet() {
        CharacterText world = TEXT.part(6, 11);
        assertEquals(TEXT.alphabet(), world.alphabet());
        assertArrayEquals(TEXT.codes(6, 5), world.codes(0, 5));
    }

    @Test
    void whatLiesOutsideIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> TEXT.part(3, 12));
        assertThrows(IndexOutOfBoundsException.class, () -> TEXT.codes(10, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> TEXT.codes(1, Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> TEXT.decode(8));
    }

    @Test
    void aByteThatIsNotUtf8IsRefusedWhereItStands(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "für");
        assertEquals("fr\u00fc", TextFile.read("toy", file).alphabet());
        Files.write(file, new byte[] {'a', (byte) 0xc3, 'b'});
        FormatException wrong = assertThrows(FormatException.class, () -> TextFile.read("toy", file));
        assertEquals(1, wrong.byteOffset());
        Files.write(file, new byte[0]);
        assertThrows(FormatException.class, () -> TextFile.read("toy", file));
    }
}
