package dev.orthant.experiments.sweep;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Runs trials somewhere: on this machine's threads ([LocalTrials]), or on others' ([TrialRunnerConnector]).
public interface TrialRunner extends AutoCloseable {
    /// Runs every trial that the store does not hold yet, keeps each as soon as it is finished, and returns all results. A
    /// trial that fails does not stop the others. A runner may begin a trial more than once, since machines are lost; it counts
    /// once.
    ///
    /// @param trials   in the order in which they should begin
    /// @param finished told of every trial with its results, those found in the store first; from any thread, one call at a
    ///                 time
    /// @return one result per trial, in their order, whatever the order in which they were finished
    /// @throws IllegalArgumentException if two trials have one id
    /// @throws IllegalStateException if a trial failed, once all others are finished and kept
    List<Map<String, Double>> run(
            List<Trial> trials, TrialStore store, BiConsumer<Trial, Map<String, Double>> finished);

    /// Gives back the machines that the runner holds.
    @Override
    void close();
}
