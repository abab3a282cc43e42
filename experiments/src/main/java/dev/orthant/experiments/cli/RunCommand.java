package dev.orthant.experiments.cli;

import dev.orthant.datasets.Split;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.ParameterSetter;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Report;
import dev.orthant.experiments.report.Status;
import dev.orthant.experiments.signsgd.AdversarialVote;
import dev.orthant.experiments.sweep.LocalTrials;
import dev.orthant.experiments.sweep.TrialRunner;
import dev.orthant.experiments.sweep.TrialRunnerConnector;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs an experiment into a folder of its own.
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs an experiment and writes its report.")
final class RunCommand implements Callable<Integer> {
    /// As shells report a program that was stopped by Ctrl-C.
    private static final int INTERRUPTED = 130;

    /// On threads of this process.
    private static final String LOCAL = "local";

    /// What decides a run's results. The number of threads, or where they are, does not.
    private static final List<String> DECISIVE = List.of("experiment", "preset", "data", "seed", "parameters");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Parameters(paramLabel = "<experiment>", description = "its name, from: orthant list")
    private String experiment = "";

    @Option(
            names = "--preset",
            paramLabel = "smoke|reduced|paper",
            description = "how large; ${DEFAULT-VALUE} by default")
    private String preset = "reduced";

    @Option(names = "--set", paramLabel = "name=value", description = "changes one parameter; may come often")
    private List<String> changes = List.of();

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description = "data set; ${DEFAULT-VALUE} by default, which is bundled")
    private String data = "digits";

    @Option(names = "--seed", paramLabel = "N", description = "of every random stream; ${DEFAULT-VALUE} by default")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "at most; by default all processors")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--on",
            paramLabel = "ADDRESS",
            description = "where the trials of a sweep run: local (threads of this process, the default),"
                    + " spark://HOST:PORT, or local-cluster[EXECUTORS,CORES,MEGABYTES]")
    private String on = LOCAL;

    @Option(
            names = "--group",
            paramLabel = "FILE",
            description = "majority-vote only: as rank 0 of this group; the others run: orthant worker")
    private Optional<Path> group = Optional.empty();

    @Option(names = "--flip", paramLabel = "N", description = "with --group: members of highest rank that flip")
    private int flip;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for the report; a new one in runs by default")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description =
                    "goes on with a run that was stopped, in its folder; needs its experiment, preset and settings; only"
                            + " for experiments that keep finished parts: sweeps")
    private Optional<Path> resume = Optional.empty();

    @Override
    public Integer call() throws Exception {
        if (resume.isPresent() && out.isPresent()) {
            throw new BadInput("run: --resume and --out came; the folder to go on in is the folder of the report");
        }
        int limit = threads.orElseGet(Parallel::threads);
        if (limit < 1) {
            throw new BadInput("run: --threads is " + limit + "; it must be at least 1");
        }
        return Parallel.withThreads(limit, () -> run(Catalogue.named(experiment), limit));
    }

    private <P extends Record> int run(Experiment<P> chosen, int limit) {
        if (resume.isPresent() && !chosen.keepsFinishedParts()) {
            throw new BadInput(
                    "run: --resume: " + chosen.name() + " keeps no finished parts; start it again in a new folder");
        }
        P parameters = ParameterSetter.set(chosen.parameters(chosenPreset()), changes);
        Split split = DataShelf.ofEnvironment().load(data);
        try (TrialRunner runner = runner()) {
            return run(chosen, parameters, limit, split, runner);
        }
    }

    private <P extends Record> int run(Experiment<P> chosen, P parameters, int limit, Split split, TrialRunner runner) {
        Report report = begin(chosen, provenance(chosen, parameters, limit));
        Thread whenKilled = new Thread(() -> report.end(Status.INTERRUPTED), "report of the interrupted run");
        Runtime.getRuntime().addShutdownHook(whenKilled);
        Status status = Status.FAILED;
        try (TerminalProgress progress = new TerminalProgress()) {
            start(chosen, parameters, new Run(data, split, Streams.ofSeed(seed), runner, report, progress));
            status = Status.FINISHED;
        } catch (IllegalStateException thrown) {
            if (isShuttingDown()) {
                return INTERRUPTED; // libraries complain that the JVM is going down, which is no failure of the run
            }
            throw thrown;
        } finally {
            if (removed(whenKilled)) {
                report.end(status);
            }
        }
        tell(chosen, report);
        return 0;
    }

    /// Where trials run: the engine that has the address, if its module is on the path, which is the launcher's work.
    private TrialRunner runner() {
        if (on.equals(LOCAL)) {
            return new LocalTrials();
        }
        NamedTrials trials = new NamedTrials(experiment, chosenPreset(), changes, data, seed);
        TrialRunnerConnector connector = ServiceLoader.load(TrialRunnerConnector.class)
                .findFirst()
                .orElseThrow(() -> new BadInput("run: no engine for --on " + on
                        + " is on the path; start through ./orthant, which builds distributed/spark"));
        try {
            return connector.connect(on, trials);
        } catch (IllegalArgumentException wrong) {
            throw new BadInput("run: --on " + on + ": " + wrong.getMessage());
        }
    }

    private <P extends Record> void start(Experiment<P> chosen, P parameters, Run run) {
        if (group.isEmpty()) {
            chosen.run(parameters, run);
        } else if (parameters instanceof AdversarialVote.Parameters vote) {
            new GroupRun(vote, group.get(), flip, seed).run(run);
        } else {
            throw new BadInput("run: " + chosen.name() + " has no --group; majority-vote has");
        }
    }

    /// False if the JVM is already shutting down: then the hook writes the report.
    private static boolean removed(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
    }

    private Preset chosenPreset() {
        return Stream.of(Preset.values())
                .filter(each -> each.word().equals(preset))
                .findFirst()
                .orElseThrow(
                        () -> new BadInput("run: there is no preset " + preset + "; there are smoke, reduced, paper"));
    }

    /// Begins the report in the folder that was asked for, or in the first of the numbered ones that is free.
    private Report begin(Experiment<?> chosen, Map<String, Object> provenance) {
        if (resume.isPresent()) {
            try {
                return Report.resume(resume.get(), provenance, DECISIVE, chosen.columns());
            } catch (IOException refused) {
                throw new BadInput("run: --resume: " + refused.getMessage());
            }
        }
        for (int number = 1; ; number++) {
            Path folder = out.orElse(
                    Path.of("runs", String.format(Locale.ROOT, "%s-%s-%s-%03d", chosen.name(), data, preset, number)));
            try {
                if (folder.toString().isEmpty()) {
                    throw new BadInput("run: --out is empty; name a folder");
                }
                return Report.begin(folder, provenance, chosen.columns());
            } catch (FileAlreadyExistsException taken) {
                if (out.isPresent()) {
                    throw new BadInput(
                            "run: " + folder + (Files.isDirectory(folder) ? " holds a report already" : " is a file")
                                    + "; name another folder with --out");
                }
            } catch (IOException denied) {
                throw new BadInput("run: the folder " + folder + " cannot be written ("
                        + denied.getClass().getSimpleName() + "); name another with --out");
            }
        }
    }

    private static boolean isShuttingDown() {
        Thread probe = new Thread(() -> {}, "probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException shuttingDown) {
            return true;
        }
    }

    private Map<String, Object> provenance(Experiment<?> chosen, Record parameters, int limit) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("experiment", chosen.name());
        provenance.put("paper", chosen.paper());
        provenance.put("figure", chosen.figure());
        provenance.put("claim", chosen.claim());
        provenance.put("preset", preset);
        provenance.put("data", data);
        provenance.put("seed", seed);
        provenance.put("parameters", ParameterSetter.values(parameters));
        provenance.putAll(Provenance.machine(limit));
        String settings = String.join(
                "", changes.stream().map(change -> " --set " + change).toList());
        provenance.put(
                "again",
                "./orthant run " + chosen.name() + " --preset " + preset + settings + " --data " + data + " --seed "
                        + seed + " --threads " + limit + (on.equals(LOCAL) ? "" : " --on " + on));
        return provenance;
    }

    private void tell(Experiment<?> chosen, Report report) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println(chosen.name() + " (" + preset + ", " + data + "): " + chosen.figure());
        report.claims()
                .forEach(claim -> terminal.println("  " + claim.verdict() + ": " + claim.claim() + "\n"
                        + "      measured  " + claim.measured() + "\n      published " + claim.published()));
        report.notes().forEach(note -> terminal.println("  " + note));
        terminal.println("report: " + report.folder().resolve("report.html"));
    }
}
