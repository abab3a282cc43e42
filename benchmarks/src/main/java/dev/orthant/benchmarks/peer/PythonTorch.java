package dev.orthant.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// PyTorch as most people use it: from Python, in a process of its own that waits for commands. A command and its answer are a
/// line each; numbers travel in files before the clock runs.
public final class PythonTorch implements AutoCloseable {
    /// Environment variable: the interpreter whose `import torch` works, where it is neither of the usual ones.
    public static final String PLACE = "ORTHANT_PYTHON";

    private static final List<String> USUAL_PLACES = List.of("python3", "/usr/bin/python3");

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private PythonTorch(Process process, BufferedReader answers) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = answers;
    }

    /// Starts the first of the usual interpreters that has torch.
    ///
    /// @param threads     that torch may use
    /// @param environment of this process
    /// @throws PeerMissingException if none has it
    public static PythonTorch load(int threads, Map<String, String> environment) {
        List<String> places =
                environment.containsKey(PLACE) ? List.of(environment.getOrDefault(PLACE, "")) : USUAL_PLACES;
        for (String place : places) {
            try {
                Path script = script();
                Process process = new ProcessBuilder(new ArrayList<>(List.of(place, "-B", script.toString())))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
                if (String.valueOf(answers.readLine()).startsWith("torch ")) {
                    PythonTorch peer = new PythonTorch(process, answers);
                    peer.ask("threads " + threads);
                    return peer;
                }
                process.destroy();
            } catch (IOException absent) {
                // no such interpreter: the next one
            }
        }
        throw new PeerMissingException(
                "python-torch: not present; install it (Debian: apt install python3-torch) or name an"
                        + " interpreter with torch in " + PLACE);
    }

    /// Runs a command.
    ///
    /// @return its answer
    public String ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("python-torch: ended at: " + command.split(" ", 2)[0]);
            }
            return answer;
        } catch (IOException broken) {
            throw new UncheckedIOException("python-torch: the process does not answer", broken);
        }
    }

    /// A file of float64 numbers that lives as long as the JVM.
    public static Path file(double[] numbers) {
        try {
            Path file = Files.createTempFile("orthant", ".f64");
            file.toFile().deleteOnExit();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Double.BYTES))
                    .order(ByteOrder.nativeOrder());
            bytes.asDoubleBuffer().put(numbers);
            Files.write(file, bytes.array());
            return file;
        } catch (IOException full) {
            throw new UncheckedIOException("python-torch: the inputs cannot be written", full);
        }
    }

    /// Both scripts, side by side: the first imports the second.
    private static Path script() throws IOException {
        Path folder = Files.createTempDirectory("orthant");
        folder.toFile().deleteOnExit();
        copy(folder, "torch_training.py");
        return copy(folder, "torch_peer.py");
    }

    private static Path copy(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        file.toFile().deleteOnExit();
        try (InputStream text = PythonTorch.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException("python-torch: " + name + " is not on the class path");
            }
            Files.write(file, text.readAllBytes());
        }
        return file;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
