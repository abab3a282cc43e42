package dev.orthant.experiments.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a run of training did and what it cost.
///
/// @param steps               done since the beginning
/// @param lastLoss            of the last batch before the last step; NaN if there was no step
/// @param epochLosses         mean loss of every finished epoch
/// @param trainingNanoseconds in the steps themselves
/// @param listeners           nanoseconds in each listener, by name
public record TrainingSummary(
        long steps, float lastLoss, List<Double> epochLosses, long trainingNanoseconds, Map<String, Long> listeners) {
    public TrainingSummary {
        epochLosses = List.copyOf(epochLosses);
        listeners = Map.copyOf(listeners);
    }

    /// One line: `1200 steps in 12.3 s; listeners: Checkpoints 0.4 s (3 %)`.
    public String cost() {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "%d steps in %.1f s", steps, trainingNanoseconds * 1e-9));
        String before = "; listeners: ";
        for (String name : listeners.keySet().stream().sorted().toList()) {
            long nanoseconds = listeners.getOrDefault(name, 0L);
            double percent = 100.0 * nanoseconds / Math.max(1, trainingNanoseconds);
            text.append(String.format(Locale.ROOT, "%s%s %.1f s (%.0f %%)", before, name, nanoseconds * 1e-9, percent));
            before = ", ";
        }
        return text.toString();
    }
}
