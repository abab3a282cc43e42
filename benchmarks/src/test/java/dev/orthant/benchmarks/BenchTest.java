package dev.orthant.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before every test
    private Path folder;

    private record Outcome(int code, String out, String error) {}

    private static Outcome bench(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int code = Bench.execute(new PrintWriter(out, true), new PrintWriter(error, true), arguments);
        return new Outcome(code, out.toString(), error.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "gemm --threads 0",
                "gemm --threads many",
                "gemm --peers atlas",
                "gemm --peers none,openblas",
                "gemm --json no/such/folder/result.json",
                "gemm --peers none --only no-such-row",
                "gemm --speed high",
            })
    void badInputIsOneLineAndExitCodeTwo(String line) {
        Outcome outcome = bench(line.isEmpty() ? new String[0] : line.split(" "));
        assertEquals(2, outcome.code(), outcome::error);
        assertEquals(1, outcome.error().lines().count(), outcome::error);
        assertTrue(outcome.error().startsWith("orthant: "), outcome::error);
        assertEquals("", outcome.out());
    }

    @Test
    void aQuickBenchRunsChecksItsValuesAndWritesWholeJson() throws IOException {
        Path file = folder.resolve("gemm.json");
        Outcome outcome = bench("gemm", "--quick", "--peers", "none", "--threads", "2", "--json", file.toString());
        assertEquals(0, outcome.code(), outcome::error);
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
        assertEquals("gemm", json.get("bench"));
        assertEquals(2, json.get("threads"));
        assertEquals(Map.of(), json.get("peers"));
        assertTrue(json.get("peakShare") instanceof Double share && share > 0, json::toString);
        assertTrue(json.get("rows") instanceof List<?> rows && rows.size() >= 3, json::toString);
        assertTrue(outcome.out().contains("64x64x64 NT"), outcome::out);
    }
}
