package dev.orthant.experiments.cli;

import dev.orthant.datasets.Split;
import dev.orthant.experiments.ParameterSetter;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.drill.FaultTable;
import dev.orthant.experiments.drill.Learn;
import dev.orthant.experiments.drill.Soak;
import dev.orthant.experiments.signsgd.AdversarialVote;
import dev.orthant.experiments.signsgd.GroupTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Groups of processes on this machine, started, watched and ended: see [dev.orthant.experiments.drill].
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = "Starts groups of worker processes on this machine, and checks what they promise.")
final class DrillCommand implements Runnable {
    /// Flags of members that start quickly and need little.
    private static final List<String> SMALL = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Command(
            name = "learn",
            mixinStandardHelpOptions = true,
            description = "Processes against one process: same weights in every round? Bytes, times.")
    int learn(
            @Option(names = "--members", defaultValue = "4", description = "${DEFAULT-VALUE} by default") int members,
            @Option(names = "--flip", defaultValue = "0", description = "how many send flipped votes") int flip,
            @Option(names = "--data", defaultValue = "mnist", description = "${DEFAULT-VALUE} by default") String data,
            @Option(names = "--seed", defaultValue = "0", description = "of every random stream") long seed,
            @Option(names = "--set", paramLabel = "name=value", description = "changes one parameter of majority-vote")
                    List<String> changes)
            throws IOException {
        List<String> set = changes == null ? List.of() : changes;
        AdversarialVote.Parameters parameters =
                ParameterSetter.set(new AdversarialVote().parameters(Preset.REDUCED), set);
        Split split = DataShelf.ofEnvironment().load(data);
        GroupTraining training = new GroupTraining(parameters, data, split, seed, flip);
        List<String> settings = new ArrayList<>(List.of(
                "--every", "1", "--data", data, "--seed", Long.toString(seed), "--flip", Integer.toString(flip)));
        set.forEach(change -> settings.addAll(List.of("--set", change)));
        long weights = (long) parameters.width()
                * (split.train().exampleShape().size() + split.train().classes());
        return new Learn(java(List.of("-Xmx1g")), folder(), members, settings, training).run(told(), weights) ? 0 : 1;
    }

    @Command(
            name = "faults",
            mixinStandardHelpOptions = true,
            description = "Kills, stops and cuts off members of groups of three; prints a table.")
    int faults(
            @Option(names = "--times", defaultValue = "1", description = "how often each; ${DEFAULT-VALUE} by default")
                    int times,
            @Option(
                            names = "--only",
                            defaultValue = "",
                            paramLabel = "PART",
                            description = "of a fault's name: garbage")
                    String only)
            throws IOException {
        return new FaultTable(java(SMALL), folder(), times, only).run(told()) ? 0 : 1;
    }

    @Command(name = "soak", mixinStandardHelpOptions = true, description = "Lets a group train and watches its memory.")
    int soak(
            @Option(names = "--minutes", defaultValue = "30", description = "${DEFAULT-VALUE} by default")
                    double minutes,
            @Option(names = "--members", defaultValue = "4", description = "${DEFAULT-VALUE} by default") int members)
            throws IOException {
        return new Soak(java(SMALL), folder(), members, minutes).run(told()) ? 0 : 1;
    }

    /// Without a subcommand: the help.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Whatever ends this program ends the members too.
    private Consumer<String> told() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly),
                        "end of the members"));
        PrintWriter out = spec.commandLine().getOut();
        return out::println;
    }

    /// This program again, on one thread: the members share the machine.
    private static List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-Ddev.orthant.threads=1"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), Main.class.getName()));
        return command;
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("orthant-drill-");
    }
}
