package dev.orthant.experiments.cli;

import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.report.CollatedPage;
import dev.orthant.experiments.report.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Brings the reports of many runs together on one page.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Brings many runs together on one page: claims, figures, tables, provenance.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Parameters(paramLabel = "<folder>", arity = "1..*", description = "folders that run wrote: runs/*")
    private List<Path> folders = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "the page; ${DEFAULT-VALUE} by default; replaced")
    private Path out = Path.of("orthant-report.html");

    @Override
    public Integer call() throws IOException {
        List<RunFolder> runs = read();
        // As the list has them; what it does not know comes last. The sort keeps the order of the command line
        // otherwise.
        List<String> order = Catalogue.all().stream().map(Experiment::name).toList();
        runs.sort(Comparator.comparingInt(run -> {
            int place = order.indexOf(run.name());
            return place < 0 ? order.size() : place;
        }));
        Path file = out.toAbsolutePath();
        if (Files.isDirectory(file) || file.getParent() == null) {
            throw new BadInput("report: --out " + out + " is a folder; name a file");
        }
        try {
            Files.createDirectories(file.getParent());
            new CollatedPage(runs).write(file);
        } catch (IOException denied) {
            throw new BadInput("report: " + out + " cannot be written ("
                    + denied.getClass().getSimpleName() + "); name another file with --out");
        }
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println("report: " + out + ", " + runs.size() + (runs.size() == 1 ? " run, " : " runs, ")
                + (Files.size(file) + 1023) / 1024 + " KiB");
        return 0;
    }

    /// All runs, or bad input that names every folder that is none.
    private List<RunFolder> read() throws IOException {
        List<RunFolder> runs = new ArrayList<>();
        List<String> none = new ArrayList<>();
        for (Path folder : folders) {
            try {
                runs.add(RunFolder.read(folder));
            } catch (NoSuchFileException noRun) {
                none.add(folder.toString());
            } catch (IOException | IllegalArgumentException broken) {
                throw new BadInput("report: " + folder + ": " + broken.getMessage());
            }
        }
        if (!none.isEmpty()) {
            throw new BadInput("report: " + String.join(", ", none)
                    + (none.size() == 1 ? " is no folder of a run" : " are no folders of runs")
                    + " (no run.json with a status); name folders that run wrote, as in runs/*");
        }
        return runs;
    }
}
