package dev.orthant.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

/// The compiler options of the parent pom do reject a null where none may be: a gate that lets everything through
/// looks just like clean code.
class NullnessGateTest {
    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void returningNullWhereNothingAllowsItIsAnError() throws Exception {
        Compilation compilation = compile("""
            package p;

            import org.jspecify.annotations.NullMarked;

            @NullMarked
            final class MustFail {
                private MustFail() {}

                static String name() {
                    return null;
                }
            }
            """);
        assertNotEquals(0, compilation.exitCode(), compilation.output());
        assertTrue(compilation.output().contains("[NullAway]"), compilation.output());
    }

    @Test
    void returningNullWhereItIsDeclaredCompiles() throws Exception {
        Compilation compilation = compile("""
            package p;

            import org.jspecify.annotations.NullMarked;
            import org.jspecify.annotations.Nullable;

            @NullMarked
            final class MustFail {
                private MustFail() {}

                static @Nullable String name() {
                    return null;
                }
            }
            """);
        assertEquals(0, compilation.exitCode(), compilation.output());
    }

    private record Compilation(int exitCode, String output) {}

    private Compilation compile(String source) throws Exception {
        Path file = Files.writeString(folder.resolve("MustFail.java"), source);
        String classPath = Stream.of(System.getProperty("java.class.path", "").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "javac").toString());
        command.addAll(compilerOptions());
        command.addAll(List.of("-cp", classPath, "-processorpath", classPath, "-proc:none"));
        command.addAll(List.of("-d", folder.toString(), file.toString()));
        Path output = folder.resolve("output.txt");
        Process javac = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exitCode = javac.waitFor();
        return new Compilation(exitCode, Files.readString(output, StandardCharsets.UTF_8));
    }

    /// What the parent pom gives to every compilation.
    private static List<String> compilerOptions() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        NodeList arguments;
        try (var pom = Files.newInputStream(SourceTree.root().resolve("pom.xml"))) {
            arguments = factory.newDocumentBuilder().parse(pom).getElementsByTagName("arg");
        }
        List<String> options = new ArrayList<>();
        for (int i = 0; i < arguments.getLength(); i++) {
            String option = arguments.item(i).getTextContent();
            if (!option.startsWith("${")) { // each module's own demands on comments
                options.add(option);
            }
        }
        if (options.stream().noneMatch(option -> option.contains("NullAway:ERROR"))) {
            throw new IOException("pom.xml: no <arg> makes NullAway's findings errors");
        }
        return options;
    }
}
