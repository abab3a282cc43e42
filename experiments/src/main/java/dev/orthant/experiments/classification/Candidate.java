package dev.orthant.experiments.classification;

import dev.orthant.optimizers.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/// A rule at one learning rate: a cell of a search.
///
/// @param rule      what reports call it
/// @param rate      its learning rate
/// @param optimizer the rule at that rate
public record Candidate(String rule, double rate, Optimizer<?> optimizer) {
    /// One rule at every rate.
    public static List<Candidate> grid(String rule, List<Double> rates, DoubleFunction<Optimizer<?>> at) {
        List<Candidate> candidates = new ArrayList<>();
        for (double rate : rates) {
            candidates.add(new Candidate(rule, rate, at.apply(rate)));
        }
        return List.copyOf(candidates);
    }
}
