package dev.orthant.experiments.report;

import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs that strain a page: long words, many columns, many curves.
final class SampleRuns {
    private SampleRuns() {}

    private static Report begin(Path folder, String name, String paper) throws IOException {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("experiment", name);
        provenance.put("paper", paper);
        provenance.put(
                "figure",
                "figure 1: <b>bold</b> things against a-very-long-word-without-any-place-to-break-it-anywhere");
        provenance.put("claim", "One thing is larger than another.");
        provenance.put("preset", "smoke");
        provenance.put("data", "fashion-mnist");
        provenance.put(
                "parameters", Map.of("widths", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24"));
        provenance.put("again", "./orthant run " + name + " --preset smoke --set width=512,1024 --data fashion-mnist");
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            columns.add("a column of number " + i);
        }
        Report report = Report.begin(folder, provenance, columns);
        for (int row = 0; row < 20; row++) {
            Object[] cells = new Object[columns.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = i == 0 ? "configuration" : Math.exp(-row * i);
            }
            report.row(cells);
        }
        return report;
    }

    static Path finished(Path folder, String name) throws IOException {
        Report report = begin(folder, name, "Someone 2020, A paper (arXiv:2001.00001)");
        report.claims(List.of(
                new Claim("one < two", true, "1 < 2", "as in table 3"),
                new Claim("two is even larger than three", false, "2.00000e+00<3.00000e+00;".repeat(8), "3 > 2")));
        List<Curve> curves = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            List<Double> heights = List.of(0.1 * k, 0.5, 1 - 0.1 * k);
            curves.add(new Curve(
                    "ours " + "with a name ".repeat(k) + k,
                    Style.OURS,
                    List.of(1e-6, 1e-2, 1e3),
                    heights,
                    List.of(0.1, 0.1, 0.1)));
            curves.add(new Curve("published " + k, Style.PUBLISHED, List.of(1e-6, 1e3), List.of(0.2, 0.8), List.of()));
        }
        report.figures(List.of(
                new Figure(
                        "A title that is longer than the figure is wide, by some words or more",
                        "width",
                        "error",
                        true,
                        1,
                        curves),
                new Figure("Second", "step", "loss", false, 12345, curves.subList(0, 2))));
        report.end(Status.FINISHED);
        return folder;
    }

    static Path interrupted(Path folder) throws IOException {
        Report report = begin(folder, "second", "none: what was measured");
        report.claims(List.of(new Claim("so far so good", true, "1", "1")));
        report.end(Status.INTERRUPTED);
        return folder;
    }
}
