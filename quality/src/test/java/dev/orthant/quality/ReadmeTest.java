package dev.orthant.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README tells to type can be typed: commands, their options and the names of experiments exist.
class ReadmeTest {
    private static final Pattern SHELL_BLOCK = Pattern.compile("(?ms)^```sh\\s*$(.*?)^```\\s*$");

    private static final String LAUNCHER = "./orthant";

    private static final String MAIN = "dev.orthant.experiments.cli.Main";

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void everyCommandOfTheReadmeExists() throws Exception {
        List<List<String>> commands = commands();
        assertFalse(commands.isEmpty(), "README.md has no command in a block marked sh");
        for (List<String> words : commands) {
            if (words.getFirst().equals(LAUNCHER)) {
                checkLaunch(words.subList(1, words.size()));
            }
        }
    }

    @Test
    void theReadmeNamesTheCommandThatTestsEverything() {
        assertTrue(
                commands().stream().anyMatch(words -> words.getFirst().equals("mvn") && words.contains("verify")),
                "README.md has no command mvn verify in a block marked sh");
        assertTrue(
                SourceTree.read(SourceTree.root().resolve(".ci/run")).contains("mvn -B verify"),
                ".ci/run does not run the README's command");
    }

    private void checkLaunch(List<String> words) throws Exception {
        Path launcher = SourceTree.root().resolve(LAUNCHER);
        assertTrue(Files.isExecutable(launcher), "README.md names " + LAUNCHER + ", which is not an executable file");
        String line = LAUNCHER + " " + String.join(" ", words);
        if (words.isEmpty() || words.getFirst().startsWith("-")) {
            return;
        }
        String command = words.getFirst();
        String help = orthant(line, command, "--help");
        words.stream()
                .filter(word -> word.startsWith("-"))
                .map(option -> option.replaceFirst("=.*", ""))
                .forEach(option -> assertTrue(
                        Pattern.compile("(?<![\\w-])" + Pattern.quote(option) + "(?![\\w-])")
                                .matcher(help)
                                .find(),
                        () -> "README.md: " + line + ": there is no option " + option + "; there is\n" + help));
        if (command.equals("run") && words.size() > 1 && !words.get(1).startsWith("-")) {
            assertTrue(
                    orthant(line, "list").contains(words.get(1)),
                    () -> "README.md: " + line + ": there is no experiment " + words.get(1));
        }
    }

    /// What the command line prints.
    private String orthant(String line, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), MAIN));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, exitCode, () -> "README.md: " + line + ": " + text);
        return text;
    }

    /// Each line of each block marked `sh`, as words; comments, and lines that only set or change something, are left.
    private static List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        Matcher block = SHELL_BLOCK.matcher(SourceTree.read(SourceTree.root().resolve("README.md")));
        while (block.find()) {
            String text = block.group(1).replace("\\\n", " ");
            for (String line : text.lines().toList()) {
                String command = line.replaceFirst("(^|\\s)#.*", "").strip();
                if (!command.isEmpty()) {
                    commands.add(List.of(command.split("\\s+")));
                }
            }
        }
        return commands;
    }
}
