package dev.orthant.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What is in the repository means the same on every machine, and every package says what it is for.
class SourceTreeTest {
    private static final long LARGEST_FILE = 1_000_000;

    /// All experiments on one page, figures and all.
    private static final String RESULTS = "docs/results/index.html";

    private static final long LARGEST_RESULTS = 3_000_000;

    private static final int BYTES_SEARCHED_FOR_ZERO = 8_000;

    /// Written in pieces, so that this file does not contain what it looks for.
    private static final Pattern MACHINE = Pattern.compile(String.join(
            "|",
            "(?<![\\w.])/" + "(work|root)/",
            "(?<![\\w.])/" + "tmp/bash",
            "(?<![\\w.])/" + "(home|Users)/\\w",
            "(?<!\\w)\\." + "library\\b",
            "\\brepo1?\\." + "maven\\.",
            "\\bcentral\\." + "sonatype\\.",
            "\\bpypi\\." + "org",
            "\\bpythonhosted\\." + "org",
            "\\bregistry\\." + "npmjs\\.",
            "\\bcrates\\." + "io",
            "\\bproxy\\." + "golang\\.",
            "\\bconda\\." + "anaconda\\.",
            "\\bjitpack\\." + "io",
            "\\bartifactory" + "\\."));

    @Test
    void noFileNamesAPathOfSomeonesMachineOrThePackageRegistryItUses() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : SourceTree.files()) {
            if (!isText(file)) {
                continue;
            }
            List<String> lines = SourceTree.read(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                Matcher matcher = MACHINE.matcher(lines.get(i));
                if (matcher.find()) {
                    findings.add(SourceTree.relative(file) + ":" + (i + 1) + " says " + matcher.group());
                }
            }
        }
        assertEquals(List.of(), findings);
    }

    @Test
    void noFileIsLarge() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : SourceTree.files()) {
            long largest = SourceTree.relative(file).equals(RESULTS) ? LARGEST_RESULTS : LARGEST_FILE;
            if (Files.size(file) > largest) {
                findings.add(SourceTree.relative(file) + ": " + Files.size(file) + " bytes; at most " + largest);
            }
        }
        assertEquals(List.of(), findings);
    }

    @Test
    void everyPackageSaysWhatItIsForAndExcludesNull() {
        TreeSet<Path> folders = new TreeSet<>();
        for (Path file : SourceTree.javaFiles()) {
            // Examples depend on the one jar alone, not on the annotations.
            if (!file.endsWith("module-info.java") && !SourceTree.relative(file).startsWith("examples/")) {
                folders.add(Objects.requireNonNull(file.getParent()));
            }
        }
        List<String> findings = new ArrayList<>();
        for (Path folder : folders) {
            Path information = folder.resolve("package-info.java");
            // Tests live in the package that they test, which has said it already.
            Path tested = Path.of(information.toString().replace("src" + sep() + "test", "src" + sep() + "main"));
            if (!Files.exists(information) && !Files.exists(tested)) {
                findings.add(SourceTree.relative(folder) + ": no package-info.java");
                continue;
            }
            String text = SourceTree.read(Files.exists(information) ? information : tested);
            if (!text.contains("@NullMarked")) {
                findings.add(SourceTree.relative(folder) + ": package-info.java lacks @NullMarked");
            }
            if (!text.startsWith("/// ")) {
                findings.add(SourceTree.relative(folder) + ": package-info.java does not say what the package is for");
            }
        }
        assertEquals(List.of(), findings);
    }

    private static String sep() {
        return java.io.File.separator;
    }

    /// Text has no zero byte near its start.
    private static boolean isText(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            for (byte value : stream.readNBytes(BYTES_SEARCHED_FOR_ZERO)) {
                if (value == 0) {
                    return false;
                }
            }
        }
        return !file.toString().endsWith(".gz");
    }
}
