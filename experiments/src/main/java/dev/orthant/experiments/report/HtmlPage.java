package dev.orthant.experiments.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A report as one page that needs nothing else: figure, claims, table, provenance.
final class HtmlPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8885; --good: #14773a; --bad: #b3261e; }
            @media (prefers-color-scheme: dark) { :root { --good: #6fd08c; --bad: #ff9a90; } }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem; }
            figure { margin: 0; background: #fff; border-radius: .5rem; overflow-x: auto; }
            figure svg { width: 100%; height: auto; min-width: 34rem; display: block; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            .holds { color: var(--good); font-weight: 600; white-space: nowrap; }
            .fails { color: var(--bad); font-weight: 600; white-space: nowrap; }
            code { overflow-wrap: anywhere; }
            """;

    private HtmlPage() {}

    static String of(Map<String, Object> run, List<Claim> claims, List<String> notes, Table table, List<byte[]> svgs) {
        String title = run.get("experiment") + " (" + run.get("preset") + ")";
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <h1>%s</h1>
                <p>%s</p>
                %s%s%s%s%s
                </body>
                </html>
                """.formatted(
                        escape(title),
                        STYLE,
                        escape(title),
                        escape(String.valueOf(run.get("claim"))),
                        svgs.stream().map(HtmlPage::figure).collect(Collectors.joining()),
                        claims(claims),
                        notes(notes),
                        table(table),
                        provenance(run));
    }

    /// The drawing without its XML head, which has no place inside a page.
    private static String figure(byte[] svg) {
        String text = new String(svg, StandardCharsets.UTF_8);
        return "<figure>" + text.substring(text.indexOf("<svg")) + "</figure>\n";
    }

    private static String claims(List<Claim> claims) {
        if (claims.isEmpty()) {
            return "<p>No claim can be checked yet.</p>\n";
        }
        String rows = claims.stream()
                .map(claim -> "<tr><td>" + escape(claim.claim()) + "</td><td class=\""
                        + (claim.holds() ? "holds" : "fails") + "\">" + claim.verdict() + "</td><td>"
                        + escape(claim.measured()) + "</td><td>" + escape(claim.published()) + "</td></tr>\n")
                .collect(Collectors.joining());
        return "<h2>Claims</h2>\n<div class=\"wide\"><table>\n"
                + "<tr><th>claim</th><th></th><th>measured here</th><th>published</th></tr>\n" + rows
                + "</table></div>\n";
    }

    private static String notes(List<String> notes) {
        return notes.stream().map(note -> "<p>" + escape(note) + "</p>\n").collect(Collectors.joining());
    }

    private static String table(Table table) {
        String rows = table.rows().stream().map(row -> line("td", row)).collect(Collectors.joining());
        return "<h2>Table</h2>\n<div class=\"wide\"><table>\n" + line("th", table.columns()) + rows
                + "</table></div>\n";
    }

    private static String line(String element, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + element + ">" + escape(cell) + "</" + element + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    private static String provenance(Map<String, Object> run) {
        String rows = run.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals("claims") && !entry.getKey().equals("notes"))
                .map(entry -> "<tr><th>" + escape(entry.getKey()) + "</th><td><code>"
                        + escape(String.valueOf(entry.getValue())) + "</code></td></tr>\n")
                .collect(Collectors.joining());
        return "<h2>Provenance</h2>\n<div class=\"wide\"><table>\n" + rows + "</table></div>\n";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
