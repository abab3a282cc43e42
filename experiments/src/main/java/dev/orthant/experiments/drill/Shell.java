package dev.orthant.experiments.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Other programs, run to their end.
final class Shell {
    private Shell() {}

    /// What it says.
    ///
    /// @throws DrillFailed if the program is missing or fails
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new DrillFailed(String.join(" ", command) + " ended with " + code + ": " + said.strip());
            }
            return said;
        } catch (IOException missing) {
            throw new DrillFailed(String.join(" ", command) + " cannot be run: " + missing.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DrillFailed("the drill was interrupted");
        }
    }
}
