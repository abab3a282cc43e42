package dev.orthant.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What every runner of trials promises. Each implementation runs all laws: `@MethodSource` of [#all] beside a way to open a
/// runner.
public final class TrialRunnerContract {
    private static final int COUNT = 24;
    private static final int NONE = -1;
    private static final int BROKEN = 7;

    private TrialRunnerContract() {}

    /// Opens runners.
    @FunctionalInterface
    public interface Runners {
        TrialRunner open(TrialSource source);
    }

    /// One promise.
    public record Law(String name, Check check) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Throws if the promise is broken.
    @FunctionalInterface
    public interface Check {
        /// @param folder empty
        void on(Runners runners, Path folder) throws Exception;
    }

    /// All laws.
    public static List<Law> all() {
        return List.of(
                new Law("every trial is run once, and results keep their order and bits", TrialRunnerContract::once),
                new Law("a failing trial does not stop the others", TrialRunnerContract::failing),
                new Law("finished trials are not run again", TrialRunnerContract::resumed),
                new Law("two trials of one id are refused", TrialRunnerContract::twice));
    }

    /// Trials that leave a file in a folder whenever they are run.
    private record Traced(String folder, int count, int broken) implements TrialSource {
        @Override
        public List<Trial> trials() {
            return IntStream.range(0, count)
                    .mapToObj(number -> new Trial(id(number), () -> {
                        Files.createTempFile(Files.createDirectories(Path.of(folder)), id(number) + ".", "");
                        if (number == broken) {
                            throw new IllegalArgumentException("no such width");
                        }
                        return value(number);
                    }))
                    .toList();
        }

        /// The ids of the trials that were run, sorted.
        List<String> runs() throws IOException {
            try (Stream<Path> files = Files.list(Files.createDirectories(Path.of(folder)))) {
                return files.map(file -> String.valueOf(file.getFileName()).replaceFirst("\\..*", ""))
                        .sorted()
                        .toList();
            }
        }
    }

    private static String id(int number) {
        return "trial-" + number;
    }

    private static Map<String, Double> value(int number) {
        return Map.of("third", number / 3.0, "none", Double.NaN);
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(TrialRunnerContract::id)
                .sorted()
                .toList();
    }

    private static void once(Runners runners, Path folder) throws Exception {
        Traced source = new Traced(folder.resolve("runs").toString(), COUNT, NONE);
        TrialStore store = new TrialStore(folder.resolve("cells"));
        List<String> told = new ArrayList<>(); // one call at a time: no lock is needed

        List<Map<String, Double>> results;
        try (TrialRunner runner = runners.open(source)) {
            results = runner.run(source.trials(), store, (trial, values) -> told.add(trial.id()));
        }

        assertEquals(
                IntStream.range(0, COUNT).mapToObj(TrialRunnerContract::value).toList(), results);
        assertEquals(COUNT, new HashSet<>(results).size());
        assertEquals(ids(0, COUNT), told.stream().sorted().toList());
        assertEquals(ids(0, COUNT), source.runs());
    }

    private static void failing(Runners runners, Path folder) throws Exception {
        Traced source = new Traced(folder.resolve("runs").toString(), COUNT, BROKEN);
        TrialStore store = new TrialStore(folder.resolve("cells"));

        try (TrialRunner runner = runners.open(source)) {
            IllegalStateException failure = assertThrows(
                    IllegalStateException.class, () -> runner.run(source.trials(), store, (trial, values) -> {}));
            String message = String.valueOf(failure.getMessage());
            assertTrue(message.contains(id(BROKEN) + " failed") && message.contains("no such width"), message);
        }

        for (int number = 0; number < COUNT; number++) {
            assertEquals(number == BROKEN ? Optional.empty() : Optional.of(value(number)), store.find(id(number)));
        }
    }

    private static void resumed(Runners runners, Path folder) throws Exception {
        Traced source = new Traced(folder.resolve("runs").toString(), COUNT, NONE);
        TrialStore store = new TrialStore(folder.resolve("cells"));
        int before = COUNT / 2;
        for (int number = 0; number < before; number++) {
            store.keep(id(number), value(number));
        }
        List<String> told = new ArrayList<>();

        try (TrialRunner runner = runners.open(source)) {
            runner.run(source.trials(), store, (trial, values) -> told.add(trial.id()));
            runner.run(source.trials(), store, (trial, values) -> told.add(trial.id()));
        }

        assertEquals(ids(before, COUNT), source.runs());
        assertEquals(2 * COUNT, told.size());
        assertEquals(ids(0, before), told.subList(0, before).stream().sorted().toList());
    }

    private static void twice(Runners runners, Path folder) {
        Traced source = new Traced(folder.resolve("runs").toString(), 1, NONE);
        List<Trial> two = List.of(source.trials().getFirst(), source.trials().getFirst());
        try (TrialRunner runner = runners.open(source)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> runner.run(two, new TrialStore(folder.resolve("cells")), (trial, values) -> {}));
        }
    }
}
