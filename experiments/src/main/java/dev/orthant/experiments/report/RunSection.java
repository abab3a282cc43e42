package dev.orthant.experiments.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One run inside a page: what the paper says, figures, claims with verdicts, remarks, table, provenance.
final class RunSection {
    private static final Pattern STYLE = Pattern.compile("<style>.*?</style>\\s*", Pattern.DOTALL);
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+(?:e[-+]\\d+)?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+(?:e[-+]\\d+)?)?|");

    /// Longer tables are folded away: they are one click from view.
    private static final int ROWS_IN_VIEW = 12;

    /// What else `run.json` tells stands in the section's text.
    private static final List<String> PROVENANCE = List.of(
            "commit",
            Sessions.COMMITS,
            "jdk",
            "system",
            "kernels",
            "lanes",
            "threads",
            "data",
            "seed",
            "seconds",
            "status");

    private RunSection() {}

    /// The section's markup.
    ///
    /// @param run     what is shown
    /// @param heading `h1` where it is the whole page, `h3` inside a collection
    /// @param id      of its element; begins those of its claims
    static String of(RunFolder run, String heading, String id) {
        return "<section class=\"run\" id=\"" + id + "\">\n"
                + head(run, heading)
                + figures(run)
                + claims(run.claims(), id)
                + notes(run.notes())
                + table(run)
                + provenance(run)
                + "</section>\n";
    }

    private static String head(RunFolder run, String heading) {
        String setting = run.run().containsKey("preset")
                ? " <small>" + Html.escape(run.text("preset") + ", " + run.text("data")) + "</small>"
                : "";
        return "<" + heading + ">" + Html.escape(run.name()) + setting + "</" + heading + ">\n"
                + (heading.equals("h1") ? paragraph("source", run.text("paper")) : "")
                + paragraph("what", run.text("figure"))
                + paragraph("claim", run.text("claim"))
                + state(run);
    }

    private static String paragraph(String kind, String text) {
        return text.isEmpty() ? "" : "<p class=\"" + kind + "\">" + Html.escape(text) + "</p>\n";
    }

    private static String state(RunFolder run) {
        if (run.finished()) {
            return "";
        }
        String status = run.text("status");
        String meaning = switch (status) {
            case "running" -> "Not finished: the run still goes on, or was killed.";
            case "interrupted" -> "Not finished: the run was interrupted.";
            default -> "The run " + status + ".";
        };
        return "<p class=\"state\" role=\"note\"><strong>" + Html.escape(status) + "</strong> " + Html.escape(meaning)
                + " What it had written until then is shown.</p>\n";
    }

    private static String figures(RunFolder run) {
        if (run.svgs().isEmpty() && run.images().isEmpty()) {
            return "";
        }
        Stream<String> drawn = run.svgs().stream()
                .map(svg -> "<figure>" + STYLE.matcher(svg).replaceAll("").strip() + "</figure>\n");
        Stream<String> images = run.images().entrySet().stream()
                .map(image -> "<figure><img alt=\"" + Html.escape(image.getKey())
                        + "\" src=\"data:image/png;base64," + image.getValue() + "\"><figcaption>"
                        + Html.escape(image.getKey()) + "</figcaption></figure>\n");
        return Stream.concat(drawn, images).collect(Collectors.joining("", "<div class=\"figures\">\n", "</div>\n"));
    }

    private static String claims(List<Claim> claims, String id) {
        if (claims.isEmpty()) {
            return "<p>No claim was checked.</p>\n";
        }
        StringBuilder list = new StringBuilder("<ol class=\"claims\">\n");
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            list.append("<li id=\"")
                    .append(id)
                    .append("-claim-")
                    .append(i + 1)
                    .append("\"><span class=\"")
                    .append(claim.holds() ? "holds" : "fails")
                    .append("\">")
                    .append(claim.verdict())
                    .append("</span><p>")
                    .append(Html.escape(claim.claim()))
                    .append("</p><dl><dt>measured</dt><dd>")
                    .append(Html.escape(claim.measured()))
                    .append("</dd><dt>published</dt><dd>")
                    .append(Html.escape(claim.published()))
                    .append("</dd></dl></li>\n");
        }
        return list.append("</ol>\n").toString();
    }

    private static String notes(List<String> notes) {
        return notes.stream()
                .map(note -> "<p class=\"note\">" + Html.escape(note) + "</p>\n")
                .collect(Collectors.joining());
    }

    private static String table(RunFolder run) {
        Table table = run.table();
        if (table.rows().isEmpty()) {
            return "";
        }
        String open = table.rows().size() <= ROWS_IN_VIEW ? " open" : "";
        StringBuilder text = new StringBuilder("<details" + open + "><summary>table, "
                + table.rows().size() + " rows</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"table of " + Html.escape(run.name()) + "\"><table>\n<thead><tr>");
        boolean[] numeric = new boolean[table.columns().size()];
        for (int i = 0; i < numeric.length; i++) {
            int column = i;
            numeric[i] = table.rows().stream()
                    .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
            text.append(numeric[i] ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(Html.escape(table.columns().get(i)))
                    .append("</th>");
        }
        text.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            text.append("<tr>");
            for (int i = 0; i < numeric.length; i++) {
                text.append(numeric[i] ? "<td class=\"n\">" : "<td>")
                        .append(Html.escape(shortened(row.get(i))))
                        .append("</td>");
            }
            text.append("</tr>\n");
        }
        return text.append("</tbody></table></div></details>\n").toString();
    }

    /// Four digits of a number that is not whole; `table.csv` has them all.
    private static String shortened(String cell) {
        if (!DECIMAL.matcher(cell).matches()) {
            return cell;
        }
        BigDecimal number = new BigDecimal(cell).round(new MathContext(4)).stripTrailingZeros();
        int exponent = number.precision() - number.scale() - 1;
        return number.signum() == 0 ? "0" : exponent > -4 && exponent < 6 ? number.toPlainString() : number.toString();
    }

    private static String provenance(RunFolder run) {
        Map<String, String> facts = new LinkedHashMap<>();
        PROVENANCE.stream().filter(run.run()::containsKey).forEach(name -> facts.put(name, run.text(name)));
        facts.computeIfPresent("seconds", (name, seconds) -> seconds + " (" + run.time() + ")");
        if (run.run().get("parameters") instanceof Map<?, ?> parameters) {
            facts.put(
                    "parameters",
                    parameters.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining("  ")));
        }
        String list = facts.entrySet().stream()
                .map(fact ->
                        "<dt>" + Html.escape(fact.getKey()) + "</dt><dd>" + Html.escape(fact.getValue()) + "</dd>\n")
                .collect(Collectors.joining("", "<dl class=\"facts\">\n", "</dl>\n"));
        String again = run.text("again").isEmpty()
                ? ""
                : "<p class=\"again\">Again: <code>" + Html.escape(run.text("again")) + "</code></p>\n";
        return again + "<details><summary>provenance</summary>\n" + list + "</details>\n";
    }
}
