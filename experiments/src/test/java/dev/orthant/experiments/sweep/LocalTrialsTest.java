package dev.orthant.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTrialsTest {
    @TempDir
    private Path folder;

    private final List<String> run = Collections.synchronizedList(new ArrayList<>());

    private Trial trial(int number) {
        String id = "trial-" + number;
        return new Trial(id, () -> {
            run.add(id);
            return Map.of("value", number / 3.0);
        });
    }

    private List<Trial> trials(int count) {
        return IntStream.range(0, count).mapToObj(this::trial).toList();
    }

    private TrialStore store() {
        return new TrialStore(folder.resolve("trials"));
    }

    @Test
    void finishedTrialsAreNotRunAgainAndResultsKeepTheirOrderAndBits() {
        new LocalTrials().run(trials(4), store(), (trial, values) -> {});
        run.clear();
        List<String> told = new ArrayList<>();

        List<Map<String, Double>> results =
                new LocalTrials().run(trials(6), store(), (trial, values) -> told.add(trial.id()));

        assertEquals(List.of("trial-4", "trial-5"), run.stream().sorted().toList());
        assertEquals(6, told.size());
        assertEquals(
                IntStream.range(0, 6)
                        .mapToObj(number -> Map.of("value", number / 3.0))
                        .toList(),
                results);
    }

    @Test
    void aFailureKeepsWhatWasFinished() {
        List<Trial> trials = new ArrayList<>(trials(3));
        trials.add(new Trial("broken", () -> {
            throw new IllegalArgumentException("no such width");
        }));

        IllegalStateException failure = assertThrows(
                IllegalStateException.class, () -> new LocalTrials().run(trials, store(), (trial, values) -> {}));

        assertTrue(String.valueOf(failure.getMessage()).contains("broken failed: no such width"), failure::getMessage);
        assertTrue(store().find("trial-0").isPresent());
        assertEquals(Optional.empty(), store().find("broken"));
    }

    @Test
    void numbersThatJsonDoesNotKnowComeBack() {
        Map<String, Double> odd =
                Map.of("a", Double.NaN, "b", Double.POSITIVE_INFINITY, "c", -0.0, "d", Double.MIN_VALUE);
        store().keep("odd", odd);
        assertEquals(Optional.of(odd), store().find("odd"));
    }

    @Test
    void aDamagedFileIsATrialThatWasNotRun() throws IOException {
        store().keep("damaged", Map.of("a", 1.0));
        Files.writeString(folder.resolve("trials").resolve("damaged.json"), "{\"a\":\"1.");
        assertEquals(Optional.empty(), store().find("damaged"));
    }

    @Test
    void idsAreUniqueAndNameFiles() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new LocalTrials().run(List.of(trial(1), trial(1)), store(), (trial, values) -> {}));
        assertThrows(IllegalArgumentException.class, () -> new Trial("../x", Map::of));
    }
}
