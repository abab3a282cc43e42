package dev.orthant.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.orthant.benchmarks.report.Result.Summary;
import dev.orthant.benchmarks.report.Row.Duel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before every test
    private Path folder;

    private static final Row FAST = new Row(
            "square",
            "64x64x64 NN",
            5e-6,
            4e-6,
            1e11,
            1e10,
            0.8,
            0.5,
            1e-7,
            OptionalDouble.of(42),
            List.of(new Duel("openblas", 2.0, 1.9, 2e-7), new Duel("libtorch", 1.5, 1.4, 3e-7)));

    private static final Row SLOW = new Row(
            "vector",
            "1x10x10 NT",
            2e-3,
            2e-3,
            0,
            1e9,
            0,
            0.05,
            1e-7,
            OptionalDouble.empty(),
            List.of(new Duel("openblas", 0.5, 0.6, 0)));

    private static final Result RESULT = new Result(
            "gemm", 2, "vector kernels of 16 lanes", 1.5e11, 2e10, List.of(FAST, SLOW), List.of("x: not present"));

    @Test
    void eachPeersRatiosAreSummarisedOverTheRowsThatItTookPartIn() {
        Map<String, Summary> summaries = RESULT.byPeer();
        assertEquals(1, Objects.requireNonNull(summaries.get("openblas")).geometricMean(), 1e-15);
        assertEquals(0.5, Objects.requireNonNull(summaries.get("openblas")).least());
        assertEquals(1.5, Objects.requireNonNull(summaries.get("libtorch")).geometricMean(), 1e-15);
        assertEquals(List.of("square", "vector"), List.copyOf(RESULT.bySet().keySet()));
        assertEquals(0.2, RESULT.peakShare(), 1e-15); // √(0.8 · 0.05)
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allLinesOfTheTableAreEquallyWide(boolean memory) {
        TextTable table = new TextTable(List.of("openblas", "libtorch"), memory);
        assertEquals(memory, table.head().get(1).contains(" peak MB"));
        assertEquals(memory, table.line(FAST).contains(" 42 "), () -> table.line(FAST));
        int width = table.head().get(1).length();
        assertEquals(width, table.line(FAST).length(), () -> table.line(FAST));
        assertEquals(width, table.line(SLOW).length(), () -> table.line(SLOW));
        assertTrue(table.line(FAST).contains("2.00"), () -> table.line(FAST));
        assertTrue(
                table.foot(RESULT).contains("x: not present"),
                () -> table.foot(RESULT).toString());
    }

    @Test
    void theJsonHoldsWhatTheTableShowsAndNothingIsLeftBeside() throws IOException {
        Path file = folder.resolve("result.json");
        Files.writeString(file, "older");
        JsonReport.write(file, JsonReport.of(RESULT));
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
        assertEquals("gemm", json.get("bench"));
        assertEquals(2, json.get("threads"));
        assertEquals(Map.of("geomean", 1.5, "min", 1.5), rounded(json, "libtorch"));
        assertTrue(json.get("peakShare") instanceof Double, json::toString);
        assertEquals(List.of("x: not present"), json.get("missing"));
        assertTrue(
                json.get("rows") instanceof List<?> rows
                        && rows.size() == 2
                        && rows.getFirst() instanceof Map<?, ?> row
                        && row.get("peers") instanceof Map<?, ?> peers
                        && peers.get("openblas") instanceof Map<?, ?> duel
                        && Objects.equals(duel.get("median"), 2.0)
                        && Objects.equals(row.get("peakMegabytes"), 42.0)
                        && rows.getLast() instanceof Map<?, ?> slow
                        && !slow.containsKey("peakMegabytes"),
                json::toString);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    /// A geometric mean may be off by a rounding.
    private static Map<String, Double> rounded(Map<String, Object> json, String peer) {
        if (json.get("peers") instanceof Map<?, ?> peers
                && peers.get(peer) instanceof Map<?, ?> summary
                && summary.get("geomean") instanceof Double mean
                && summary.get("min") instanceof Double least) {
            return Map.of("geomean", Math.rint(mean * 1e9) / 1e9, "min", least);
        }
        throw new AssertionError("no summary of " + peer + " in " + json);
    }
}
