package dev.orthant.experiments.sweep;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// The bookkeeping that all runners share: what is missing, what was finished, what failed. A trial counts once, however often
/// it is finished: where a machine may be lost, work is repeated. Safe for use by several threads.
public final class TrialLedger {
    private final List<Trial> trials;
    private final TrialStore store;
    private final BiConsumer<Trial, Map<String, Double>> finished;
    private final Set<String> counted = new HashSet<>();
    private final Map<Integer, Failure> failures = new TreeMap<>();

    private record Failure(Trial trial, Throwable cause) {}

    /// @param trials   all of them
    /// @param finished told of every trial with its results, one call at a time
    /// @throws IllegalArgumentException if two trials have one id
    public TrialLedger(List<Trial> trials, TrialStore store, BiConsumer<Trial, Map<String, Double>> finished) {
        Set<String> ids = new HashSet<>();
        for (Trial trial : trials) {
            if (!ids.add(trial.id())) {
                throw new IllegalArgumentException("sweep: the trial " + trial.id() + " came twice; ids must differ");
            }
        }
        this.trials = List.copyOf(trials);
        this.store = store;
        this.finished = finished;
    }

    /// The trials to run, in their order. Those that the store holds are told of as finished.
    public synchronized List<Trial> missing() {
        return trials.stream()
                .filter(trial -> store.find(trial.id())
                        .map(found -> {
                            count(trial, found);
                            return false;
                        })
                        .orElse(true))
                .toList();
    }

    /// Keeps the results of a trial, then tells of them; does nothing if the trial has been counted.
    public synchronized void finish(Trial trial, Map<String, Double> values) {
        if (!counted.contains(trial.id())) {
            store.keep(trial.id(), values);
            count(trial, values);
        }
    }

    private void count(Trial trial, Map<String, Double> values) {
        if (counted.add(trial.id())) {
            finished.accept(trial, values);
        }
    }

    /// Remembers that a trial failed for good.
    public synchronized void fail(Trial trial, Throwable cause) {
        failures.put(trials.indexOf(trial), new Failure(trial, cause));
    }

    /// The results of all trials, in their order, as they were kept.
    ///
    /// @throws IllegalStateException if a trial failed, naming the first of them; or is not finished
    public synchronized List<Map<String, Double>> results() {
        if (!failures.isEmpty()) {
            Failure first = failures.values().iterator().next();
            throw new IllegalStateException(
                    "sweep: trial " + first.trial().id() + " failed: "
                            + first.cause().getMessage()
                            + (failures.size() == 1 ? "" : "; so did " + (failures.size() - 1) + " more")
                            + "; the finished ones are kept",
                    first.cause());
        }
        return trials.stream()
                .map(trial -> store.find(trial.id())
                        .orElseThrow(() -> new IllegalStateException(
                                "sweep: the results of trial " + trial.id() + " are gone from their folder")))
                .toList();
    }
}
