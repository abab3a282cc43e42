package dev.orthant.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a command printed, once it has ended well.
///
/// @param output to standard output, without the last line's end
/// @param errors to standard error
record ChildProcess(String output, String errors) {
    /// Runs a command, with the JDK that runs this test first on the path and without options from the environment.
    ///
    /// @param folder      where it runs; what it prints goes into files beside this folder
    /// @param environment added to that of this process
    /// @throws AssertionError if it ends with an exit code other than 0; the message is all that it printed
    static ChildProcess run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder.toAbsolutePath().getParent(), "output", ".txt");
        Path errors = Files.createTempFile(folder.toAbsolutePath().getParent(), "errors", ".txt");
        String home = System.getProperty("java.home", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "MAVEN_OPTS", "MAVEN_ARGS"));
        variables.put("JAVA_HOME", home);
        variables.put("PATH", Path.of(home, "bin") + File.pathSeparator + variables.getOrDefault("PATH", ""));
        variables.putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close(); // nobody is there to type
        int exitCode = process.waitFor();
        ChildProcess run = new ChildProcess(Files.readString(output).strip(), Files.readString(errors));
        assertEquals(0, exitCode, () -> command + "\n" + run.output() + "\n" + run.errors());
        return run;
    }

    /// The launcher of the JDK that runs this test.
    static String java() {
        return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    }

    /// The lines by which a JVM or Orthant warns.
    List<String> warnings() {
        return errors.lines().filter(line -> line.startsWith("WARNING")).toList();
    }
}
