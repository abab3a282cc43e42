package dev.orthant.experiments.cli;

import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.ParameterSetter;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.drill.RoundLine;
import dev.orthant.experiments.signsgd.AdversarialVote;
import dev.orthant.experiments.signsgd.GroupTraining;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// One member of a vote group; `run majority-vote --group` is the member of rank 0.
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Votes as one member of a group; preset, settings, data and seed as given to: run majority-vote.")
final class WorkerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Option(names = "--group", required = true, paramLabel = "FILE", description = "the group's configuration")
    private Path group = Path.of("");

    @Option(names = "--rank", required = true, paramLabel = "N", description = "of this member; 0 is that of: run")
    private int rank;

    @Option(names = "--flip", paramLabel = "N", description = "how many members of highest rank send flipped votes")
    private int flip;

    @Option(names = "--preset", paramLabel = "smoke|reduced|paper", description = "${DEFAULT-VALUE} by default")
    private Preset preset = Preset.REDUCED;

    @Option(names = "--set", paramLabel = "name=value", description = "changes one parameter; may come often")
    private List<String> changes = List.of();

    @Option(names = "--data", paramLabel = "NAME", description = "data set; ${DEFAULT-VALUE} by default")
    private String data = "digits";

    @Option(names = "--every", paramLabel = "N", description = "tells of every Nth round; ${DEFAULT-VALUE} by default")
    private int every = 50;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "how long to wait for the others; ${DEFAULT-VALUE} by default")
    private int patience = 120;

    @Option(names = "--seed", paramLabel = "N", description = "of every random stream; ${DEFAULT-VALUE} by default")
    private long seed;

    @Override
    public Integer call() {
        int size = Groups.size(group);
        if (rank < 0 || rank >= size) {
            throw new BadInput("worker: --rank is " + rank + "; the group has the ranks 0 to " + (size - 1));
        }
        if (every < 1 || patience < 1) {
            throw new BadInput(
                    "worker: --every is " + every + " and --patience " + patience + "; both must be at least 1");
        }
        AdversarialVote.Parameters parameters = ParameterSetter.set(new AdversarialVote().parameters(preset), changes);
        GroupTraining training =
                new GroupTraining(parameters, data, DataShelf.ofEnvironment().load(data), seed, flip);
        PrintWriter out = spec.commandLine().getOut();
        AtomicLong before = new AtomicLong(System.nanoTime());
        GroupTraining.Result result = training.train(
                () -> Groups.connect(group, rank),
                rank,
                size,
                Duration.ofSeconds(patience),
                (verdict, bytes, nanos) -> {
                    long now = System.nanoTime();
                    double took = (now - before.getAndSet(now)) * 1e-6;
                    if (verdict.round() % every == 0 || verdict.voters().size() < size) {
                        out.println(RoundLine.of(verdict, size, bytes, nanos * 1e-6, took));
                    }
                });
        out.println(String.format(Locale.ROOT, "accuracy %.4f, digest %016x", result.accuracy(), result.digest()));
        return 0;
    }
}
