package dev.orthant.datasets.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// A download that is not finished: the bytes so far, and beside them which version of which address they are of.
///
/// @param path      the bytes, `name.gz.part`
/// @param validator two lines, address and validator, `name.gz.part.source`
record PartFile(Path path, Path validator) {
    static PartFile beside(Path destination) {
        String name = destination.getFileName() + ".part";
        return new PartFile(destination.resolveSibling(name), destination.resolveSibling(name + ".source"));
    }

    /// Bytes that are there. A link is nothing that a download of ours has left.
    long size() throws IOException {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
    }

    /// What to ask the server by `If-Range`, if the bytes are of this address and there are any.
    Optional<String> validatorFor(URI source) throws IOException {
        if (size() == 0 || !Files.exists(validator)) {
            return Optional.empty();
        }
        List<String> lines = Files.readString(validator).lines().toList();
        boolean same = lines.size() == 2 && lines.getFirst().equals(source.toString());
        return same ? Optional.of(lines.getLast()) : Optional.empty();
    }

    /// Notes what the bytes that follow are of; nothing if the server gave no validator.
    void remember(URI source, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            // Never through a link that somebody has put there.
            Files.deleteIfExists(validator);
            Files.writeString(
                    validator,
                    source + "\n" + text.get() + "\n",
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } else {
            Files.deleteIfExists(validator);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(validator);
    }
}
