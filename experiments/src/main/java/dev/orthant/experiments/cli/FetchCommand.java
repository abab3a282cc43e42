package dev.orthant.experiments.cli;

import dev.orthant.datasets.catalogue.DataLocations;
import dev.orthant.datasets.catalogue.Datasets;
import dev.orthant.datasets.catalogue.Fetch;
import dev.orthant.datasets.catalogue.FetchListener;
import dev.orthant.datasets.catalogue.NamedDataset;
import dev.orthant.experiments.BadInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Downloads a data set into the user's cache; nothing else in Orthant touches the network.
@Command(name = "fetch", mixinStandardHelpOptions = true, description = "Downloads a data set into your cache folder.")
final class FetchCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Parameters(paramLabel = "<data set>", description = "mnist or fashion-mnist")
    private String name = "";

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (TerminalProgress progress = new TerminalProgress()) {
            Fetch fetch = new Fetch(DataLocations.ofEnvironment().fetchTarget(), event -> tell(event, out, progress));
            out.println("fetched: " + fetch.fetch(dataset()));
            return 0;
        } catch (IOException failed) {
            spec.commandLine().getErr().println("orthant: " + failed.getMessage());
            return FAILED;
        }
    }

    private NamedDataset dataset() {
        try {
            return Datasets.named(name);
        } catch (IllegalArgumentException unknown) {
            throw new BadInput(String.valueOf(unknown.getMessage()));
        }
    }

    private static void tell(FetchListener.Event event, PrintWriter out, TerminalProgress progress) {
        switch (event) {
            case FetchListener.AlreadyThere(String file) -> out.println(file + ": already there");
            case FetchListener.WrongOnDisk(String file, String reason) -> out.println(file + ": " + reason);
            case FetchListener.Started started -> out.println(started.file() + ": from " + started.source());
            case FetchListener.Progress(String file, long bytes, long total) -> progress.reach(file, bytes, total);
            case FetchListener.MirrorFailed failed -> out.println(failed.file() + ": " + failed.reason());
            case FetchListener.Finished(String file) -> out.println(file + ": complete and right");
        }
    }
}
