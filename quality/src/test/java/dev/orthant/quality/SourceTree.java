package dev.orthant.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files of this repository, without what builds and runs leave behind.
final class SourceTree {
    private static final Set<String> LEFT_BEHIND =
            Set.of(".git", "target", ".orthant", "runs", ".idea", ".vscode", "node_modules");

    private SourceTree() {}

    /// The folder of the parent pom.
    static Path root() {
        return Path.of(System.getProperty("orthant.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /// Every file, by path.
    static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return LEFT_BEHIND.contains(name(folder)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!LEFT_BEHIND.contains(name(file)) && !name(file).endsWith(".class")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return files.stream().sorted().toList();
    }

    /// Every `.java` file under a module's `src`.
    static List<Path> javaFiles() {
        return files().stream()
                .filter(file -> name(file).endsWith(".java"))
                .filter(file -> relative(file).contains("/src/"))
                .toList();
    }

    /// The path from the root, with `/` between the folders.
    static String relative(Path file) {
        return root().relativize(file).toString().replace('\\', '/');
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(relative(file), failed);
        }
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
