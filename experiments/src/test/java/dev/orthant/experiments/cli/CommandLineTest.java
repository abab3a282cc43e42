package dev.orthant.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.report.Paper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before every test
    private Path folder;

    private record Outcome(int code, String out, String error) {}

    private static Outcome orthant(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int code = Main.execute(new PrintWriter(out, true), new PrintWriter(error, true), arguments);
        return new Outcome(code, out.toString(), error.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run nothing",
                "run",
                "run label-ray --set height=3",
                "run label-ray --set width=0",
                "run label-ray --set width=many",
                "run label-ray --set width=2000000000",
                "run label-ray --set depth=2147483647",
                "run label-ray --set learningRate=Infinity",
                "run label-ray --set labelScales=1,0.1",
                "run label-ray --preset huge",
                "run anti-regularise --preset smoke --set beta=1",
                "run margin-averaging --preset smoke --set beta=1",
                "run bpm-networks --preset smoke --set beta=1",
                "run sap --preset smoke --set fraction=1001",
                "run sap --preset smoke --set fractions=1,2000",
                "run sap --preset smoke --set lambdas=2,1",
                "run sap --preset smoke --set gradientPasses=10,1",
                "run label-ray --data nothing",
                "run label-ray --threads 0",
                "run label-ray --preset smoke --on spark://localhost:7077",
                "run pac-bayes-sweep --preset smoke --on spark://localhost:7077",
                "run label-ray --seed x",
                "run label-ray --preset smoke --set trainCount=100000",
                "fetch nothing",
                "fetch digits",
                "nothing",
                "bench gemm",
                "report",
                "report nowhere",
            })
    void badInputIsOneLineAndExitCodeTwo(String line) {
        List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
        if (line.startsWith("run ")) {
            arguments.addAll(List.of("--out", folder.resolve("report").toString()));
        }
        Outcome outcome = orthant(arguments.toArray(String[]::new));
        assertEquals(2, outcome.code(), outcome::error);
        assertEquals(1, outcome.error().lines().count(), outcome::error);
        assertTrue(outcome.error().startsWith("orthant: "), outcome::error);
        assertEquals("", outcome.out());
    }

    @Test
    void aFolderWithAReportIsRefused() throws IOException {
        Files.writeString(folder.resolve("run.json"), "{}");
        Outcome outcome = orthant("run", "label-ray", "--preset", "smoke", "--out", folder.toString());
        assertEquals(2, outcome.code());
        assertEquals(1, outcome.error().lines().count(), outcome::error);
        assertEquals("{}", Files.readString(folder.resolve("run.json")));
    }

    @Test
    void aFileOrAnEmptyNameInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        for (String out : List.of(file.toString(), "")) {
            Outcome outcome = orthant("run", "label-ray", "--preset", "smoke", "--out", out);
            assertEquals(2, outcome.code(), outcome::error);
            assertEquals(1, outcome.error().lines().count(), outcome::error);
        }
        assertEquals("kept", Files.readString(file));
    }

    @Test
    void theListShowsEveryExperimentInOneLineBelowItsPaper() {
        Outcome outcome = orthant("list");
        assertEquals(0, outcome.code());
        List<String> lines = outcome.out().lines().toList();
        for (Experiment<?> experiment : Catalogue.all()) {
            Paper paper = Paper.of(experiment.paper());
            int title = lines.indexOf(lines.stream()
                    .filter(line -> line.startsWith(paper.title()))
                    .findFirst()
                    .orElseThrow());
            int place = lines.indexOf(lines.stream()
                    .filter(line -> line.startsWith("  " + experiment.name() + " "))
                    .findFirst()
                    .orElseThrow());
            assertTrue(title < place, experiment::name);
            assertTrue(lines.subList(title + 1, place).stream().allMatch(line -> line.startsWith("  ")), outcome::out);
            // Whatever has authors was understood; what has none says so.
            assertEquals(
                    experiment.paper().startsWith("none: "), paper.authors().isEmpty(), experiment::paper);
        }
    }

    @Test
    void theListForProgramsTellsClaimsAndDurations() throws IOException {
        Outcome outcome = orthant("list", "--json");
        assertEquals(0, outcome.code());
        List<String> names = new ArrayList<>();
        for (Object paper : JSON.std.listFrom(outcome.out())) {
            if (paper instanceof Map<?, ?> map && map.get("experiments") instanceof List<?> experiments) {
                for (Object entry : experiments) {
                    if (entry instanceof Map<?, ?> described
                            && described.get("durations") instanceof Map<?, ?> durations) {
                        Experiment<?> experiment = Catalogue.named(String.valueOf(described.get("name")));
                        names.add(experiment.name());
                        assertEquals(experiment.claim(), described.get("claim"));
                        assertEquals(experiment.duration(Preset.SMOKE), durations.get("smoke"));
                    }
                }
            }
        }
        assertEquals(Catalogue.all().size(), names.size());
        assertTrue(names.containsAll(experiments()), names::toString);
    }

    @Test
    void theReportNamesEveryFolderThatIsNoRunAndWritesNothing() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("run.json"), "{\"status\":\"running\"}");
        Path out = folder.resolve("page.html");
        Outcome outcome = orthant(
                "report",
                folder.resolve("no-1").toString(),
                run.toString(),
                folder.toString(),
                "--out",
                out.toString());
        assertEquals(2, outcome.code(), outcome::error);
        assertEquals(1, outcome.error().lines().count(), outcome::error);
        assertTrue(outcome.error().contains("no-1, " + folder + " are no folders of runs"), outcome::error);
        assertTrue(Files.notExists(out));
        assertEquals(
                0, orthant("report", run.toString(), "--out", out.toString()).code());
        assertTrue(Files.readString(out).contains("running"));
        assertEquals(
                2, orthant("report", run.toString(), "--out", folder.toString()).code());
    }

    @Test
    void theDoctorTellsKernelsThreadsAndData() {
        Outcome outcome = orthant("doctor");
        assertEquals(0, outcome.code());
        for (String word : List.of("jdk", "kernels", "lanes", "threads", "digits: bundled", "mnist")) {
            assertTrue(outcome.out().contains(word), outcome::out);
        }
    }

    private static List<String> experiments() {
        return Catalogue.all().stream().map(Experiment::name).toList();
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void everyExperimentRunsAtSmokeWithTheSameTableForOneAndTwoThreads(String experiment) throws IOException {
        byte[][] tables = new byte[2][];
        for (int threads = 1; threads <= 2; threads++) {
            Path out = folder.resolve(experiment + threads);
            Outcome outcome = orthant(
                    "run",
                    experiment,
                    "--preset",
                    "smoke",
                    "--threads",
                    Integer.toString(threads),
                    "--out",
                    out.toString());
            assertEquals(0, outcome.code(), outcome::error);
            Map<String, Object> run = JSON.std.mapFrom(Files.readString(out.resolve("run.json")));
            assertEquals("finished", run.get("status"));
            // The project's own thresholds are for the settings they name, not for a smoke run.
            String said = String.valueOf(run.get("paper")).startsWith("none") ? "notes" : "claims";
            assertTrue(run.get(said) instanceof List<?> list && !list.isEmpty(), run::toString);
            tables[threads - 1] = Files.readAllBytes(out.resolve("table.csv"));
        }
        assertTrue(tables[0].length > 0 && Arrays.equals(tables[0], tables[1]), experiment);
    }

    @Test
    void aSweepThatWasKilledGoesOnWithoutRepeatingWhatWasFinished() throws IOException {
        List<String> sweep = List.of("run", "pac-bayes-sweep", "--preset", "smoke");
        Path whole = folder.resolve("whole");
        assertEquals(0, run(sweep, "--out", whole.toString()).code());
        // A kill leaves some cells and a report whose status is "running".
        Path killed = folder.resolve("killed");
        Files.createDirectories(killed.resolve("cells"));
        String kept = "kernel-decimal-depth2-n10-seed0.json";
        Files.copy(whole.resolve("cells").resolve(kept), killed.resolve("cells").resolve(kept));
        String report = Files.readString(whole.resolve("run.json"));
        Files.writeString(
                killed.resolve("run.json"),
                report.replace("\"finished\"", "\"running\"")
                        .replaceAll("\"seconds\" : [0-9.]+", "\"seconds\" : 5000.5")
                        .replaceAll("\"commit\" : \"[^\"]*\"", "\"commit\" : \"earlier\""));

        Outcome other = run(sweep, "--seed", "1", "--resume", killed.toString());
        assertEquals(2, other.code());
        assertTrue(other.error().contains("another seed: 0 there, 1 here"), other::error);
        Outcome finished = run(sweep, "--resume", whole.toString());
        assertEquals(2, finished.code());
        assertTrue(finished.error().contains("finished report"), finished::error);

        // Were the kept cell measured again, its table would not show this number.
        Path cell = killed.resolve("cells").resolve(kept);
        Files.writeString(
                cell, Files.readString(cell).replaceAll("\"sequential\":\"[^\"]*\"", "\"sequential\":\"0.123\""));
        assertEquals(0, run(sweep, "--resume", killed.toString()).code());
        List<String> expected = Files.readAllLines(whole.resolve("table.csv"));
        List<String> actual = Files.readAllLines(killed.resolve("table.csv"));
        assertTrue(actual.get(1).contains("0.123"), actual.get(1));
        assertEquals(expected.subList(2, expected.size()), actual.subList(2, actual.size()));

        Map<String, Object> run = JSON.std.mapFrom(Files.readString(killed.resolve("run.json")));
        assertTrue(run.get("seconds") instanceof Number seconds && seconds.doubleValue() > 5000.5, run::toString);
        assertEquals(List.of("earlier"), run.get("earlier commits"));
        assertTrue(String.valueOf(run.get("notes")).contains("earlier parts were made with earlier"), run::toString);
    }

    /// It would start over and empty the table of what was finished.
    @Test
    void anExperimentThatKeepsNoPartsIsNotResumed() throws IOException {
        Files.writeString(folder.resolve("run.json"), "{\"status\":\"interrupted\"}");
        Files.writeString(folder.resolve("table.csv"), "kept");
        Outcome outcome = orthant("run", "label-ray", "--preset", "smoke", "--resume", folder.toString());
        assertEquals(2, outcome.code());
        assertEquals(1, outcome.error().lines().count(), outcome::error);
        assertTrue(
                outcome.error().contains("label-ray keeps no finished parts; start it again in a new folder"),
                outcome::error);
        assertEquals("kept", Files.readString(folder.resolve("table.csv")));
    }

    private static Outcome run(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return orthant(all.toArray(String[]::new));
    }
}
