package dev.orthant.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialStoreTest {
    @TempDir
    private Path folder;

    private TrialStore store() {
        return new TrialStore(folder.resolve("trials"));
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
    void idsNameFiles() {
        assertThrows(IllegalArgumentException.class, () -> new Trial("../x", Map::of));
    }

    @Test
    void aTrialThatIsFinishedTwiceCountsOnce() {
        Trial trial = new Trial("repeated", Map::of);
        List<Map<String, Double>> told = new ArrayList<>();
        TrialLedger ledger = new TrialLedger(List.of(trial), store(), (each, values) -> told.add(values));

        ledger.finish(trial, Map.of("a", 1.0));
        ledger.finish(trial, Map.of("a", 2.0));

        assertEquals(List.of(Map.of("a", 1.0)), told);
        assertEquals(List.of(Map.of("a", 1.0)), ledger.results());
    }
}
