package dev.orthant.experiments.sweep;

import java.util.Map;
import java.util.concurrent.Callable;

/// One cell of a sweep. What it measures depends on its settings alone, never on other trials or on the order of work:
/// whoever repeats it gets the same numbers.
///
/// @param id   names the settings: letters, digits, dots and hyphens, unique in the sweep
/// @param work measures; numbers by name, in a fixed order; NaN stands for "no value"
public record Trial(String id, Callable<Map<String, Double>> work) {
    public Trial {
        if (!id.matches("[A-Za-z0-9.-]{1,100}") || id.startsWith(".")) {
            throw new IllegalArgumentException("trial: its id is \"" + id
                    + "\"; 1 to 100 letters, digits, dots and hyphens are required, since a file is named by it");
        }
    }
}
