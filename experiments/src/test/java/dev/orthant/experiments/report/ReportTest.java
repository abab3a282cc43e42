package dev.orthant.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Map<String, Object> PROVENANCE =
            Map.of("experiment", "toy", "preset", "smoke", "claim", "1 < 2 & \"so on\"");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before every test
    private Path folder;

    private Report begin() throws IOException {
        return Report.begin(folder.resolve("run"), PROVENANCE, List.of("x", "error"));
    }

    private Map<String, Object> runJson() throws IOException {
        return JSON.std.mapFrom(Files.readString(folder.resolve("run/run.json")));
    }

    @Test
    void aReportThatWasNeverEndedIsValidAndHoldsWhatWasSaved() throws IOException {
        Report report = begin();
        report.row(1, 0.5);
        report.save();
        report.row(2, 0.25); // lost, as if the run were killed here
        assertEquals("x,error\n1,0.500000\n", Files.readString(folder.resolve("run/table.csv")));
        assertEquals("running", runJson().get("status"));
        try (Stream<Path> files = Files.list(folder.resolve("run"))) {
            assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")));
        }
    }

    @Test
    void theEndTellsClaimsMetricsAndStatus() throws IOException {
        Report report = begin();
        report.metric(Map.of("error", Double.NaN));
        report.claims(List.of(new Claim("<it> falls", false, "1 > 2", "2 > 1")));
        report.end(Status.FINISHED);
        assertEquals("finished", runJson().get("status"));
        assertEquals(
                List.of(Map.of("claim", "<it> falls", "holds", false, "measured", "1 > 2", "published", "2 > 1")),
                runJson().get("claims"));
        assertEquals("{\"error\":\"NaN\"}\n", Files.readString(folder.resolve("run/metrics.jsonl")));
        String page = Files.readString(folder.resolve("run/report.html"));
        assertTrue(page.contains("&lt;it&gt; falls") && page.contains("does not hold"), page);
        assertTrue(page.contains("1 &lt; 2 &amp; &quot;so on&quot;"), page);
        assertFalse(page.contains("<it>"), page);
    }

    @Test
    void theFigureIsDrawnTwiceAndStandsInThePage() throws IOException {
        Report report = begin();
        Curve curve = new Curve("ours", Style.OURS, List.of(0.1, 1.0), List.of(0.5, 0.25), List.of(0.1, 0.1));
        report.figure(new Figure("title", "x", "y", true, 1, List.of(curve)));
        report.end(Status.FINISHED);
        byte[] png = Files.readAllBytes(folder.resolve("run/figure.png"));
        assertEquals((byte) 0x89, png[0]); // the signature of PNG
        assertTrue(Files.readString(folder.resolve("run/figure.svg")).contains("<svg"));
        assertTrue(Files.readString(folder.resolve("run/report.html")).contains("<svg"));
    }

    @Test
    void aPictureThatTheExperimentWroteStandsInThePage() throws IOException {
        Report report = begin();
        Curve curve = new Curve("ours", Style.OURS, List.of(0.1, 1.0), List.of(0.5, 0.25), List.of(0.1, 0.1));
        report.figure(new Figure("title", "x", "y", true, 1, List.of(curve)));
        report.save();
        Files.write(folder.resolve("run/maps.png"), new byte[] {1, 2, 3});
        report.end(Status.FINISHED);
        String image = "<img alt=\"maps.png\" src=\"data:image/png;base64,AQID\">";
        String page = Files.readString(folder.resolve("run/report.html"));
        assertTrue(page.contains(image), page);
        assertFalse(page.contains("alt=\"figure.png\""), page); // it is there as SVG
        assertTrue(HtmlPage.of(RunFolder.read(folder.resolve("run"))).contains(image));
    }

    @Test
    void aFolderWithAReportIsNotOverwritten() throws IOException {
        begin().end(Status.FINISHED);
        String before = Files.readString(folder.resolve("run/run.json"));
        assertThrows(IOException.class, this::begin);
        assertEquals(before, Files.readString(folder.resolve("run/run.json")));
    }

    @Test
    void cellsAreWrittenTheSameEverywhereAndQuotedWhereNeeded() {
        Table table = new Table(List.of("a", "b", "c"));
        table.add("x,y", "say \"hi\"", Double.NaN);
        table.add(1.0 / 3, 7, -0.00001);
        assertEquals("a,b,c\n\"x,y\",\"say \"\"hi\"\"\",\n0.333333,7,-1.00000e-05\n", table.toCsv());
        assertThrows(IllegalArgumentException.class, () -> table.add(1));
        assertThrows(
                IllegalArgumentException.class, () -> new Curve("c", Style.OURS, List.of(1.0), List.of(), List.of()));
    }

    /// A preset must not shrink in silence; said once, however often the data are drawn, and not replaced by other remarks.
    @Test
    void aCutParameterIsToldBeforeTheRemarks() throws IOException {
        Report report = begin();
        report.cut("trainCount", 20_000, 1_287);
        report.cut("trainCount", 20_000, 1_287);
        report.notes(List.of("first"));
        report.notes(List.of("second"));
        assertEquals(List.of("trainCount 20000 → 1287: the data set has no more examples", "second"), report.notes());
    }
}
