package dev.orthant.benchmarks.report;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.orthant.benchmarks.report.Row.Duel;
import dev.orthant.tensor.format.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Results as JSON.
public final class JsonReport {
    private JsonReport() {}

    /// `{"bench", "threads", …, "peers": {"openblas": {"geomean", "min"}, …}, "peakShare", "rows": […]}`; a ratio above 1
    /// means ours is faster.
    public static Map<String, Object> of(Result result) {
        Map<String, Object> peers = new LinkedHashMap<>();
        result.byPeer()
                .forEach((peer, summary) ->
                        peers.put(peer, Map.of("geomean", summary.geometricMean(), "min", summary.least())));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bench", result.bench());
        json.put("threads", result.threads());
        json.put("kernels", result.kernels());
        json.put("peers", peers);
        json.put("missing", result.missing());
        json.put("peakShare", result.peakShare());
        json.put("fmaPeak", result.fmaPeak());
        json.put("triad", result.triad());
        json.put("rows", result.rows().stream().map(JsonReport::of).toList());
        return json;
    }

    /// Several groups in one: `{"bench": "all", "threads", "benches": […]}`.
    public static Map<String, Object> all(int threads, List<Map<String, Object>> benches) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bench", "all");
        json.put("threads", threads);
        json.put("benches", benches);
        return json;
    }

    /// Writes it; nobody ever sees half a file.
    public static void write(Path file, Map<String, Object> json) throws IOException {
        String text = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n";
        DurableFile.replace(file.toAbsolutePath(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> of(Row row) {
        Map<String, Object> duels = new LinkedHashMap<>();
        for (Duel duel : row.duels()) {
            duels.put(
                    duel.peer(), Map.of("median", duel.median(), "best", duel.best(), "difference", duel.difference()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("set", row.set());
        json.put("name", row.name());
        json.put("seconds", row.seconds());
        json.put("bestSeconds", row.bestSeconds());
        json.put("flopsPerSecond", row.flops());
        json.put("bytesPerSecond", row.bytes());
        json.put("peakShare", row.peakShare());
        json.put("bandwidthShare", row.bandwidthShare());
        json.put("error", row.error());
        row.peakMegabytes().ifPresent(megabytes -> json.put("peakMegabytes", megabytes));
        json.put("peers", duels);
        return json;
    }
}
