package dev.orthant.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every exported package, and every public type in one, says since which version it is there. Members do so only if they
/// came later than their type.
class SinceTest {
    private static final Pattern EXPORTED = Pattern.compile("(?m)^\\s*exports ([\\w.]+);");

    /// From the beginning of a line: a nested type belongs to the one around it.
    private static final Pattern DECLARED =
            Pattern.compile("(?m)^(package |public [\\w\\- ]*(class|record|interface|enum) )");

    private static final Pattern SINCE = Pattern.compile("(?m)^/// @since \\d+\\.\\d+\\.\\d+$");

    @Test
    void whatIsPublicSaysSinceWhen() {
        List<String> missing = new ArrayList<>();
        int looked = 0;
        for (Path file : exported().toList()) {
            String text = SourceTree.read(file);
            boolean ofPackage = file.endsWith("package-info.java");
            List<MatchResult> declared = DECLARED.matcher(text)
                    .results()
                    .filter(found -> ofPackage == found.group().startsWith("package"))
                    .toList();
            if (!declared.isEmpty()) {
                looked++;
                if (!SINCE.matcher(text.substring(0, declared.getFirst().start()))
                        .find()) {
                    missing.add(SourceTree.relative(file));
                }
            }
        }
        assertTrue(looked > 300, looked + " files were looked at");
        assertEquals(List.of(), missing, "/// @since is missing at the end of the type's comment");
    }

    /// The files of all packages that a module exports to everyone.
    private static Stream<Path> exported() {
        List<Path> folders = Stream.of("tensor", "autograd", "layers", "optimizers", "datasets")
                .map(module -> SourceTree.root().resolve(module).resolve("src/main/java"))
                .flatMap(sources -> EXPORTED.matcher(SourceTree.read(sources.resolve("module-info.java")))
                        .results()
                        .map(exports -> sources.resolve(exports.group(1).replace('.', '/'))))
                .toList();
        return SourceTree.javaFiles().stream().filter(file -> folders.contains(file.getParent()));
    }
}
