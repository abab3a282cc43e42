package dev.orthant.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs under `examples` are built and run as their page says, on a machine that has the one jar and nothing else;
/// with them the README's section on embedding, whose dependency and whose program are copied as they stand.
class ExamplesTest {
    private static final Pattern SHELL_BLOCK = Pattern.compile("(?ms)^```sh\\s*$(.*?)^```\\s*$");

    private static final Pattern DEPENDENCIES = Pattern.compile("(?s) *<dependencies>.*?</dependencies>\\n");

    private static final String SCALAR = "Orthant uses scalar kernels";

    /// Commands of the page whose output is checked below; a page with other commands needs other checks.
    private static final int COMMANDS = 10;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void everyCommandOfThePageDoesWhatThePageSays() throws Exception {
        FreshMachine machine = FreshMachine.in(folder);
        machine.copy(Finished.root().resolve("examples"));
        embedAsTheReadmeSays(machine.workplace().resolve("maven"));
        List<String> commands = commands(machine.workplace().resolve("README.md"));
        assertEquals(COMMANDS, commands.size(), commands::toString);
        for (String command : commands) {
            check(command, machine.type(command));
        }
        ChildProcess first =
                machine.type("java --add-modules jdk.incubator.vector -cp orthant.jar:maven/target/classes First");
        Matcher result = Pattern.compile("(\\d+) of (\\d+) digits are right").matcher(first.output());
        assertTrue(result.find(), first::output);
        // Who guesses is right for half of them.
        assertTrue(Integer.parseInt(result.group(1)) > 0.9 * Integer.parseInt(result.group(2)), first::output);
        assertTrue(Files.exists(machine.workplace().resolve("digits.safetensors")));
        assertTrue(Files.exists(machine.workplace().resolve("rings.safetensors")));
        assertTrue(Files.exists(machine.workplace().resolve("spirals.safetensors")));
    }

    /// The project gets its dependencies from the README, and the README's program beside its own.
    private static void embedAsTheReadmeSays(Path project) throws Exception {
        String readme = Files.readString(Finished.root().resolve("README.md"));
        String section = block("(?s)\n## Embed it\n(.*?)\n## ", readme);
        Matcher dependencies = DEPENDENCIES.matcher(Files.readString(project.resolve("pom.xml")));
        assertTrue(dependencies.find());
        String copied = Matcher.quoteReplacement(block("(?s)```xml\n(.*?)```", section));
        Files.writeString(project.resolve("pom.xml"), dependencies.replaceFirst(copied));
        Files.writeString(project.resolve("src/main/java/First.java"), block("(?s)```java\n(.*?)```", section));
    }

    private static String block(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), () -> "README.md has nothing of the form " + pattern);
        return matcher.group(1);
    }

    private static void check(String command, ChildProcess run) {
        String said = command + "\n" + run.output() + "\n" + run.errors();
        if (command.matches("java .*rings.Rings|image/bin/rings")) {
            requireShare("(\\d+) % of 300 points", 90, run, said);
            assertTrue(run.output().contains("8 threads, 1 answer"), said);
        } else if (command.contains("spirals.jar")) {
            requireShare("(\\d+) of 300 points", 270, run, said);
            assertTrue(run.output().contains("8 of 8 threads"), said);
        } else if (command.contains("Xor.java")) {
            assertEquals("0 xor 0 = 0\n0 xor 1 = 1\n1 xor 0 = 1\n1 xor 1 = 0", run.output(), said);
        } else if (command.startsWith("jshell")) {
            assertTrue(run.output().contains("is tensor [2] {6.00000, 8.00000}"), said);
            assertTrue(run.output().contains("[1797, 64], 10 classes"), said);
        }
        boolean withoutVectors = command.startsWith("java -cp orthant.jar:classes");
        assertEquals(withoutVectors, run.errors().contains(SCALAR), said);
    }

    /// A network that has learned; a guess is right for a third of the points.
    private static void requireShare(String pattern, int least, ChildProcess run, String said) {
        Matcher matcher = Pattern.compile(pattern).matcher(run.output());
        assertTrue(matcher.find(), said);
        assertTrue(Integer.parseInt(matcher.group(1)) >= least, said);
    }

    private static List<String> commands(Path page) throws Exception {
        List<String> commands = new ArrayList<>();
        Matcher block = SHELL_BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            commands.addAll(block.group(1).strip().lines().toList());
        }
        return commands;
    }
}
