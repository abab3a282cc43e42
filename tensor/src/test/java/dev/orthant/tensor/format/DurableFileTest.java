package dev.orthant.tensor.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that lie about where they are, and moves that fail.
final class DurableFileTest {
    @TempDir
    private Path root = Path.of("set by JUnit");

    private Path given = Path.of("made before each test");
    private Path elsewhere = Path.of("made before each test");

    @BeforeEach
    void aFolderAndAFileOutsideOfIt() throws IOException {
        given = Files.createDirectory(root.resolve("given"));
        elsewhere = Files.writeString(root.resolve("elsewhere"), "theirs");
    }

    @Test
    void aLinkInThePlaceOfTheFileIsReplaced() throws IOException {
        Path file = Files.createSymbolicLink(given.resolve("file"), elsewhere);
        DurableFile.replace(file, new byte[] {1, 2, 3});
        assertEquals(3, Files.size(file));
        assertFalse(Files.isSymbolicLink(file));
        assertEquals("theirs", Files.readString(elsewhere));
    }

    @Test
    void aLinkInThePlaceOfThePartIsReplaced() throws IOException {
        Files.createSymbolicLink(given.resolve(".file.part"), elsewhere);
        Path file = given.resolve("file");
        DurableFile.replace(file, new byte[] {1, 2, 3});
        assertEquals(3, Files.size(file));
        assertFalse(Files.isSymbolicLink(file));
        assertEquals("theirs", Files.readString(elsewhere));
    }

    /// What a process that was killed has left is no obstacle, however long it is.
    @Test
    void aPartThatWasLeftIsOverwritten() throws IOException {
        Files.write(given.resolve(".file.part"), new byte[100]);
        Path file = given.resolve("file");
        DurableFile.replace(file, new byte[] {1, 2, 3});
        assertEquals(3, Files.size(file));
        assertFalse(Files.exists(given.resolve(".file.part")));
    }

    /// The new content cannot take the place of a folder that is not empty: both stay, and no part is left.
    @Test
    void aMoveThatFailsLeavesEverything() throws IOException {
        Path file = Files.writeString(given.resolve("file"), "newest");
        Path previous = Files.createDirectory(given.resolve("previous"));
        Files.writeString(previous.resolve("theirs"), "theirs");
        DurableFile.Writer ten = channel -> channel.write(ByteBuffer.allocate(10));
        assertThrows(IOException.class, () -> DurableFile.replace(file, previous, ten));
        assertEquals("newest", Files.readString(file));
        assertEquals("theirs", Files.readString(previous.resolve("theirs")));
        assertFalse(Files.exists(given.resolve(".file.part")));
    }
}
