package dev.orthant.tensor.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a file so that it is never seen half-written, not even after a power cut.
///
///     write  .name.part  beside it  →  force to disk  →  move over name in one step  →  force the folder's entry
///
/// If anything fails, the disk is full for instance, the part is removed and the file is what it was. Links are replaced,
/// never written through, so that nothing is written outside of the folder. One writer per file at a time.
///
/// ```java
/// Path note = folder.resolve("note.txt");
/// DurableFile.Writer ten = channel -> channel.write(java.nio.ByteBuffer.allocate(10));
/// DurableFile.replace(note, ten);
/// Files.size(note);                                                // → 10
/// DurableFile.replace(note, folder.resolve("note.old"), channel -> {});
/// Files.size(note);                                                // → 0
/// Files.size(folder.resolve("note.old"));                          // → 10
/// ```
///
/// @since 0.1.0
public final class DurableFile {
    private DurableFile() {}

    /// Puts the new content into an empty channel, which may also be read.
    @FunctionalInterface
    public interface Writer {
        /// Writes everything.
        ///
        /// @param channel of an empty file, open for reading and writing; closed by whoever calls this
        /// @throws IOException if it cannot
        void writeTo(FileChannel channel) throws IOException;
    }

    /// Replaces a file, or makes it.
    ///
    /// @param file    whose folder exists
    /// @param content puts what the file is to hold into an empty channel
    /// @throws IOException if it cannot be written; the file is what it was
    public static void replace(Path file, Writer content) throws IOException {
        Path part = written(file, content);
        try {
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Replaces a file, or makes it, and keeps what it was under another name in the same folder. At every moment one of
    /// the two is complete.
    ///
    /// @param file     whose folder exists
    /// @param previous what was kept there before is replaced
    /// @param content  puts what the file is to hold into an empty channel
    /// @throws IOException if it cannot be written; both files are what they were, or, if only the last move fails, the
    ///                     file is under the other name
    public static void replace(Path file, Path previous, Writer content) throws IOException {
        Path part = written(file, content);
        try {
            if (Files.exists(file)) {
                Files.move(file, previous, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Replaces a file, or makes it.
    ///
    /// @param file    in a folder that exists
    /// @param content all that it holds afterwards
    /// @throws IOException if it cannot be written; the file is what it was
    public static void replace(Path file, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        replace(file, channel -> {
            while (bytes.hasRemaining()) { // a disk that is nearly full takes a part, and says so the next time only
                channel.write(bytes);
            }
        });
    }

    private static Path written(Path file, Writer content) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        if (Files.isSymbolicLink(part)) {
            Files.delete(part); // no write of ours has left it, and it may lead out of the folder
        }
        try (FileChannel channel = FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            content.writeTo(channel);
            channel.force(true); // the name must not reach the disk before the bytes
            return part;
        } catch (IOException | RuntimeException failure) {
            Files.deleteIfExists(part);
            throw failure;
        }
    }

    private static void move(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true); // Windows has no such thing; its file systems journal the move
            }
        }
    }
}
