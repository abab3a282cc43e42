package dev.orthant.benchmarks.cold;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench warmup`: every [ColdWork] in a JVM of its own, with the options of this one, several times, since a compiler in the
/// background is never on time twice.
public final class ColdStart {
    private ColdStart() {}

    /// Runs and prints.
    ///
    /// @param threads that kernels may use
    /// @param rounds  JVMs for each work
    /// @return what `--json` writes
    public static Map<String, Object> run(int threads, int rounds, PrintWriter out) throws IOException {
        out.println("warmup: the first calls of a fresh JVM, in ms; late: calls that begin after two seconds; settled:"
                + " seconds until calls take within a tenth of the steady time; " + threads
                + (threads == 1 ? " thread" : " threads"));
        out.printf(
                Locale.ROOT,
                "%-22s %3s %9s %9s %9s %9s %9s %9s %8s%n",
                "work",
                "JVM",
                "first",
                "10th",
                "100th",
                "steady",
                "worst late",
                "late/std",
                "settled");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ColdWork work : ColdWork.values()) {
            for (int round = 1; round <= rounds; round++) {
                ColdTimes times = fresh(work, threads);
                out.printf(
                        Locale.ROOT,
                        "%-22s %3d %9.1f %9.2f %9.2f %9.3f %9.1f %9.1f %8.1f%n",
                        work.title(),
                        round,
                        1e3 * times.first(),
                        1e3 * times.tenth(),
                        1e3 * times.hundredth(),
                        1e3 * times.steady(),
                        1e3 * times.worstLate(),
                        times.worstLate() / times.steady(),
                        times.settled());
                out.flush();
                rows.add(row(work, times));
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bench", "warmup");
        json.put("threads", threads);
        json.put("peers", Map.of());
        json.put("rows", rows);
        return json;
    }

    private static Map<String, Object> row(ColdWork work, ColdTimes times) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", work.title());
        row.put("first", times.first());
        row.put("tenth", times.tenth());
        row.put("hundredth", times.hundredth());
        row.put("seconds", times.steady());
        row.put("worstLate", times.worstLate());
        row.put("settled", times.settled());
        return row;
    }

    private static ColdTimes fresh(ColdWork work, int threads) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Ddev.orthant.threads=" + threads);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ColdRun.class.getName(), work.name()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("cold run: " + String.join(" ", command) + " ended with code " + code);
            }
            return ColdTimes.parse(printed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("cold run: interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
