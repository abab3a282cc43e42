package dev.orthant.experiments.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.report.Paper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Every experiment, by paper: one line each.
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every experiment, by paper.")
final class ListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Option(names = "--json", description = "for programs: also claims, columns and how long each preset takes")
    private boolean json;

    @Option(names = "--names", description = "for scripts: the names alone")
    private boolean names;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (names) {
            Catalogue.all().forEach(experiment -> out.println(experiment.name()));
            return 0;
        }
        List<List<Experiment<?>>> papers = byPaper(Catalogue.all());
        if (json) {
            out.println(JSON.std
                    .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                    .asString(papers.stream().map(ListCommand::described).toList()));
            return 0;
        }
        int width = Catalogue.all().stream()
                .mapToInt(experiment -> experiment.name().length())
                .max()
                .orElse(0);
        for (List<Experiment<?>> paper : papers) {
            Paper source = source(paper);
            out.println(source.title() + (source.source().isEmpty() ? "" : " (" + source.source() + ")"));
            paper.forEach(experiment -> out.println("  " + experiment.name()
                    + " ".repeat(width - experiment.name().length() + 2) + experiment.figure() + " ["
                    + experiment.duration(Preset.REDUCED) + "]"));
        }
        out.println("Speed beside native libraries");
        out.println("  orthant bench gemm | conv | train | predict | … | all (orthant bench --help)");
        out.println(
                "[In brackets: how long the preset reduced takes on two cores. Claims and more: orthant list --json]");
        return 0;
    }

    /// The experiments of each paper, in the order of the papers' first ones.
    private static List<List<Experiment<?>>> byPaper(List<Experiment<?>> all) {
        Map<String, List<Experiment<?>>> papers = all.stream()
                .collect(Collectors.groupingBy(
                        experiment -> Paper.of(experiment.paper()).key(), LinkedHashMap::new, Collectors.toList()));
        return new ArrayList<>(papers.values());
    }

    /// The paper, with its arXiv number if any of its experiments tells it.
    private static Paper source(List<Experiment<?>> experiments) {
        List<Paper> papers =
                experiments.stream().map(each -> Paper.of(each.paper())).toList();
        return papers.stream()
                .filter(paper -> paper.arxiv().isPresent())
                .findFirst()
                .orElse(papers.getFirst());
    }

    private static Map<String, Object> described(List<Experiment<?>> paper) {
        Paper source = source(paper);
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("title", source.title());
        described.put("authors", source.authors());
        described.put("year", source.year());
        described.put("arxiv", source.arxiv().orElse(""));
        described.put("experiments", paper.stream().map(ListCommand::described).toList());
        return described;
    }

    private static Map<String, Object> described(Experiment<?> experiment) {
        Map<String, Object> durations = new LinkedHashMap<>();
        for (Preset preset : Preset.values()) {
            durations.put(preset.word(), experiment.duration(preset));
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", experiment.name());
        described.put("figure", experiment.figure());
        described.put("claim", experiment.claim());
        described.put("columns", experiment.columns());
        described.put("durations", durations);
        return described;
    }
}
