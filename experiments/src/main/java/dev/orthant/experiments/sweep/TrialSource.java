package dev.orthant.experiments.sweep;

import java.io.Serializable;
import java.util.List;

/// Where the trials of a sweep come from, in any JVM. A trial holds data and code and stays where it was made; what travels to
/// another machine is its source, some words and numbers, and its id. Sources are compared by value.
public interface TrialSource extends Serializable {
    /// Makes the trials: the same ones in every JVM that has the same Orthant and the same data. Data are loaded now.
    List<Trial> trials();
}
