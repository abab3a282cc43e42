package dev.orthant.benchmarks;

import dev.orthant.benchmarks.cold.ColdStart;
import dev.orthant.benchmarks.group.Convolutions;
import dev.orthant.benchmarks.group.Elementwise;
import dev.orthant.benchmarks.group.Functions;
import dev.orthant.benchmarks.group.Group;
import dev.orthant.benchmarks.group.InfiniteNetworks;
import dev.orthant.benchmarks.group.LinearAlgebra;
import dev.orthant.benchmarks.group.MatrixProducts;
import dev.orthant.benchmarks.group.ProductSteps;
import dev.orthant.benchmarks.group.RandomNumbers;
import dev.orthant.benchmarks.group.RuleSteps;
import dev.orthant.benchmarks.group.Training;
import dev.orthant.benchmarks.latency.PredictLatency;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.benchmarks.report.JsonReport;
import dev.orthant.benchmarks.report.Result;
import dev.orthant.tensor.parallel.Parallel;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orthant bench`: our kernels beside native libraries, in one JVM, in turn.
///
/// Exit codes: 0 done, 1 failed or a result was wrong, 2 bad input, which is told in one line.
@Command(name = "orthant bench", description = "Measures our kernels beside native libraries; see docs/benchmarks.md.")
public final class Bench implements Callable<Integer> {
    /// System property: the folder that holds libtorch, set by the launcher.
    public static final String LIBTORCH = "dev.orthant.benchmarks.libtorch";

    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    /// Not a group: it measures fresh JVMs, one after the other, and no peer.
    private static final String WARM_UP = "warmup";

    /// Not a group: it measures single calls, not rounds.
    private static final String PREDICT = "predict";

    private static final int COLD_ROUNDS = 3;

    private static final List<Group> GROUPS = List.of(
            new MatrixProducts(),
            new Convolutions(),
            new Elementwise(),
            new Functions(),
            new RandomNumbers(),
            new LinearAlgebra(),
            new InfiniteNetworks(),
            new RuleSteps(),
            new Training(),
            new ProductSteps());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Parameters(
            paramLabel = "<group>",
            description = "of gemm, conv, elementwise, functions, random, linear, kernel, rules, train, steps, all;"
                    + " or warmup, predict")
    private String group = "";

    @Option(names = "--threads", paramLabel = "N", description = "at most, on both sides; ${DEFAULT-VALUE} by default")
    private int threads = 1;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "of openblas, libtorch, python-torch, none; by default those that are present")
    private List<String> peers = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "also writes the results there")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "only the rows whose name holds this text; all by default")
    private String only = "";

    @Option(names = "--quick", description = "small cases, few rounds: shows that it runs, not how fast")
    private boolean quick;

    /// @param arguments group, options
    public static void main(String[] arguments) {
        System.exit(execute(writer(System.out), writer(System.err), arguments));
    }

    /// Runs the command.
    ///
    /// @return the exit code
    static int execute(PrintWriter out, PrintWriter error, String... arguments) {
        CommandLine line = new CommandLine(new Bench());
        line.setOut(out);
        line.setErr(error);
        line.setParameterExceptionHandler((wrong, all) -> complain(error, oneLine(wrong)));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            if (thrown instanceof BadInput bad) {
                return complain(error, String.valueOf(bad.getMessage()));
            }
            error.println("orthant: failed: " + thrown);
            return FAILED;
        });
        return line.execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (threads < 1) {
            throw new BadInput("bench: --threads is " + threads + "; it must be at least 1");
        }
        Optional<Path> file = json.map(Bench::writable);
        if (group.equals(WARM_UP)) {
            Map<String, Object> result = ColdStart.run(
                    threads, quick ? 1 : COLD_ROUNDS, spec.commandLine().getOut());
            if (file.isPresent()) {
                JsonReport.write(file.get(), result);
            }
            return 0;
        }
        if (group.equals(PREDICT)) {
            Map<String, Object> result = Parallel.withThreads(
                    threads,
                    () -> PredictLatency.run(
                            threads,
                            quick,
                            only,
                            System.getProperty(LIBTORCH, ""),
                            spec.commandLine().getOut()));
            if (file.isPresent()) {
                JsonReport.write(file.get(), result);
            }
            return 0;
        }
        List<Group> chosen = chosen();
        Peers present = loadPeers(chosen);
        if (chosen.stream()
                .noneMatch(one ->
                        one.cases(present).stream().anyMatch(row -> row.title().contains(only)))) {
            throw new BadInput("bench: --only is " + only + "; no row of " + group + " has this in its name");
        }
        List<Map<String, Object>> results = Parallel.withThreads(threads, () -> measure(chosen, present));
        if (file.isPresent()) {
            JsonReport.write(file.get(), results.size() == 1 ? results.getFirst() : JsonReport.all(threads, results));
        }
        return 0;
    }

    private List<Map<String, Object>> measure(List<Group> chosen, Peers present) {
        PrintWriter out = spec.commandLine().getOut();
        Session session = new Session(present, threads, quick, only, out);
        List<Map<String, Object>> results = new ArrayList<>();
        for (Group one : chosen) {
            Result result = session.run(one);
            results.add(JsonReport.of(result));
            out.println();
        }
        return results;
    }

    private List<Group> chosen() {
        if (group.equals("all")) {
            return GROUPS;
        }
        return List.of(GROUPS.stream()
                .filter(one -> one.name().equals(group))
                .findFirst()
                .orElseThrow(() -> new BadInput("bench: there is no group " + group + "; there are " + names())));
    }

    /// Those that were asked for must be there; of the others the absent ones are named in the report.
    private Peers loadPeers(List<Group> chosen) {
        List<String> unknown = peers.stream()
                .filter(name -> !Peers.NAMES.contains(name) && !name.equals("none"))
                .toList();
        if (!unknown.isEmpty() || (peers.contains("none") && peers.size() > 1)) {
            throw new BadInput("bench: --peers is " + String.join(",", peers)
                    + "; it must be openblas, libtorch, python-torch, some of them with commas, or none");
        }
        List<String> used =
                chosen.stream().flatMap(one -> one.peers().stream()).distinct().toList();
        Peers loaded =
                Peers.load(peers.isEmpty() ? used : peers, threads, System.getProperty(LIBTORCH, ""), System.getenv());
        if (!peers.isEmpty() && !loaded.missing().isEmpty()) {
            throw new BadInput("bench: " + String.join("; ", loaded.missing()));
        }
        return loaded;
    }

    /// Found out before the minutes of measuring, not after.
    private static Path writable(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || Files.isDirectory(file) || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new BadInput("bench: --json is " + file + "; it must be a file in a folder that can be written");
        }
        return file;
    }

    private static String names() {
        return GROUPS.stream().map(Group::name).collect(Collectors.joining(", ")) + ", all, warmup, predict";
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    private static int complain(PrintWriter error, String message) {
        error.println("orthant: " + message);
        return BAD_INPUT;
    }

    private static String oneLine(ParameterException wrong) {
        return String.valueOf(wrong.getMessage()).replaceAll("\\R+", " ") + "; try: orthant bench --help";
    }
}
