package dev.orthant.experiments.cli;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Every experiment, by paper.
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every experiment, by paper.")
final class ListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, List<Experiment<?>>> byPaper = Catalogue.all().stream()
                .collect(Collectors.groupingBy(Experiment::paper, LinkedHashMap::new, Collectors.toList()));
        byPaper.forEach((paper, experiments) -> {
            out.println(paper);
            experiments.forEach(experiment -> describe(out, experiment));
        });
        out.println("Speed beside native libraries");
        out.println("  orthant bench gemm | elementwise | random | linear | all");
        return 0;
    }

    private static void describe(PrintWriter out, Experiment<?> experiment) {
        out.println("  " + experiment.name() + ": " + experiment.figure());
        out.println("    claim: " + experiment.claim());
        for (Preset preset : Preset.values()) {
            out.println("    --preset " + preset.word() + ": " + experiment.duration(preset));
        }
    }
}
