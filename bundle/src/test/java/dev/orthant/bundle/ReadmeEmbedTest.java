package dev.orthant.bundle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who copies the README's section on embedding into a fresh project has a program that learns.
class ReadmeEmbedTest {
    private static final Pattern DEPENDENCIES = Pattern.compile("(?s) *<dependencies>.*?</dependencies>");

    private static final Pattern RESULT = Pattern.compile("(\\d+) of (\\d+) digits are right");

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void theSectionRunsInAFreshProject() throws Exception {
        String readme = Files.readString(Finished.root().resolve("README.md"));
        String section = block("(?s)\n## Embed it\n(.*?)\n## ", readme);
        FreshMachine machine = FreshMachine.in(folder);
        Path project = machine.workplace();
        String frame = Files.readString(Finished.root().resolve("examples/maven/pom.xml"))
                .replace("com.example.spirals.Main", "First");
        Matcher dependencies = DEPENDENCIES.matcher(frame);
        assertTrue(dependencies.find());
        Files.writeString(
                project.resolve("pom.xml"),
                dependencies.replaceFirst(Matcher.quoteReplacement(block("(?s)```xml\n(.*?)```", section))));
        Path sources = Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(sources.resolve("First.java"), block("(?s)```java\n(.*?)```", section));

        machine.type("mvn -q -B package");
        ChildProcess run = machine.type("java --add-modules jdk.incubator.vector -jar target/spirals.jar");

        Matcher result = RESULT.matcher(run.output());
        assertTrue(result.find(), run::output);
        // Who guesses is right for half of them.
        assertTrue(Integer.parseInt(result.group(1)) > 0.9 * Integer.parseInt(result.group(2)), run::output);
        assertTrue(Files.exists(project.resolve("digits.safetensors")));
    }

    private static String block(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), () -> "README.md has nothing of the form " + pattern);
        return matcher.group(1);
    }
}
