package dev.orthant.experiments.cli;

import dev.orthant.experiments.BadInput;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Stands in the help for the benchmarks, a module of its own that is never published: the launcher starts it directly,
/// so this command runs only where the launcher was left out.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures our kernels beside native libraries.",
        footer = "Through the launcher, ./orthant bench --help tells the groups and options.")
final class BenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<group>", description = "what to measure, and options")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        throw new BadInput("bench: " + String.join(" ", arguments)
                + " came to the experiments' program; start it by ./orthant bench, which builds the benchmarks");
    }
}
