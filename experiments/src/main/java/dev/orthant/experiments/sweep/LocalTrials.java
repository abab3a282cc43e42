package dev.orthant.experiments.sweep;

import dev.orthant.tensor.parallel.Parallel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// Trials on the threads of this JVM, side by side, each on one thread.
public record LocalTrials() implements TrialRunner {
    @Override
    public List<Map<String, Double>> run(
            List<Trial> trials, TrialStore store, BiConsumer<Trial, Map<String, Double>> finished) {
        Set<String> ids = new HashSet<>();
        for (Trial trial : trials) {
            if (!ids.add(trial.id())) {
                throw new IllegalArgumentException("sweep: the trial " + trial.id() + " came twice; ids must differ");
            }
        }
        Object oneAtATime = new Object();
        List<Trial> missing = trials.stream()
                .filter(trial -> store.find(trial.id())
                        .map(found -> {
                            finished.accept(trial, found);
                            return false;
                        })
                        .orElse(true))
                .toList();
        Parallel.map(missing.size(), index -> {
            Trial trial = missing.get(index);
            Map<String, Double> values = measure(trial);
            store.keep(trial.id(), values);
            synchronized (oneAtATime) {
                finished.accept(trial, values);
            }
            return values;
        });
        return trials.stream()
                .map(trial -> store.find(trial.id())
                        .orElseThrow(() -> new IllegalStateException(
                                "sweep: the results of trial " + trial.id() + " are gone from their folder")))
                .toList();
    }

    private static Map<String, Double> measure(Trial trial) {
        try {
            return trial.work().call();
        } catch (Exception failed) {
            throw new IllegalStateException("sweep: trial " + trial.id() + " failed: " + failed.getMessage(), failed);
        }
    }
}
