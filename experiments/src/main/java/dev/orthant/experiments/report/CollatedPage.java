package dev.orthant.experiments.report;

import dev.orthant.tensor.format.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Many runs on one page, by paper: first which claims hold, each a mark that leads to its claim, then every run.
public final class CollatedPage {
    private final Map<String, List<Entry>> byPaper;
    private final List<RunFolder> runs;

    /// @param id of the run's section
    private record Entry(String id, RunFolder run) {}

    /// @param runs in the order in which they are to appear; those of one paper are brought together
    public CollatedPage(List<RunFolder> runs) {
        this.runs = List.copyOf(runs);
        this.byPaper = IntStream.range(0, runs.size())
                .mapToObj(i -> new Entry("run-" + (i + 1), runs.get(i)))
                .collect(Collectors.groupingBy(
                        entry -> entry.run().paper().key(), LinkedHashMap::new, Collectors.toList()));
    }

    /// Writes the page; it is there complete, or is what it was before.
    public void write(Path file) throws IOException {
        DurableFile.replace(file, html().getBytes(StandardCharsets.UTF_8));
    }

    String html() {
        StringBuilder body = new StringBuilder("<h1 id=\"top\">What holds, and what does not</h1>\n");
        body.append(totals()).append("<nav aria-label=\"contents\">\n");
        byPaper.values().forEach(entries -> body.append(contents(entries)));
        body.append("</nav>\n");
        byPaper.values().forEach(entries -> {
            body.append("<h2>").append(heading(entries)).append("</h2>\n");
            entries.forEach(entry -> body.append(RunSection.of(entry.run(), "h3", entry.id()))
                    .append("<p class=\"up\"><a href=\"#top\">to the contents</a></p>\n"));
        });
        return HtmlPage.around("Orthant: what holds, and what does not", body.toString());
    }

    /// In figures, and what the marks mean.
    private String totals() {
        List<Claim> claims = runs.stream().flatMap(run -> run.claims().stream()).toList();
        long hold = claims.stream().filter(Claim::holds).count();
        long finished = runs.stream().filter(RunFolder::finished).count();
        return "<p>" + runs.size() + (runs.size() == 1 ? " run" : " runs") + ", " + finished + " finished; "
                + claims.size() + " claims were checked by code, " + hold + " hold and " + (claims.size() - hold)
                + " do not. Each mark is one claim: <span class=\"mark holds\">✓</span> holds,"
                + " <span class=\"mark fails\">✗</span> does not hold.</p>\n";
    }

    /// Title and source; the arXiv number comes from whichever run tells it.
    private static String heading(List<Entry> entries) {
        List<Paper> papers = entries.stream().map(entry -> entry.run().paper()).toList();
        Paper paper = papers.stream()
                .filter(each -> each.arxiv().isPresent())
                .findFirst()
                .orElse(papers.getFirst());
        return Html.escape(paper.title())
                + (paper.source().isEmpty() ? "" : " <small>" + Html.escape(paper.source()) + "</small>");
    }

    private static String contents(List<Entry> entries) {
        return entries.stream()
                .map(CollatedPage::line)
                .collect(Collectors.joining("", "<p class=\"paper\">" + heading(entries) + "</p>\n<ul>\n", "</ul>\n"));
    }

    private static String line(Entry entry) {
        RunFolder run = entry.run();
        String state = run.finished() ? run.time() : run.text("status");
        return "<li><a href=\"#" + entry.id() + "\">" + Html.escape(run.name()) + "</a> <small>"
                + Html.escape(run.text("preset") + " " + run.text("data")) + "</small> <span class=\"marks\">"
                + marks(entry) + "</span> <small class=\"" + (run.finished() ? "time" : "state") + "\">"
                + Html.escape(state) + "</small></li>\n";
    }

    private static String marks(Entry entry) {
        List<Claim> claims = entry.run().claims();
        return IntStream.range(0, claims.size())
                .mapToObj(i -> {
                    Claim claim = claims.get(i);
                    String told = Html.escape(claim.verdict() + ": " + claim.claim());
                    return "<a class=\"mark " + (claim.holds() ? "holds" : "fails") + "\" href=\"#" + entry.id()
                            + "-claim-" + (i + 1) + "\" title=\"" + told + "\" aria-label=\"" + told + "\">"
                            + (claim.holds() ? "✓" : "✗") + "</a>";
                })
                .collect(Collectors.joining());
    }
}
