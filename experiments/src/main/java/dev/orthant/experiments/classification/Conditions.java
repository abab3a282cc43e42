package dev.orthant.experiments.classification;

import java.util.List;

/// Conditions on the parameters of an experiment; what fails one says so in one line.
///
/// @param experiment its name, which begins the line
public record Conditions(String experiment) {
    /// @throws IllegalArgumentException if the value is smaller
    public Conditions atLeast(String name, int value, int least) {
        return require(name, value, value >= least, "at least " + least);
    }

    /// @throws IllegalArgumentException if the value is even or less than 1
    public Conditions odd(String name, int value) {
        return require(name, value, value >= 1 && value % 2 == 1, "odd, at least 1");
    }

    /// @throws IllegalArgumentException if the value is not in the range
    public Conditions within(String name, int value, int least, int most) {
        return require(name, value, value >= least && value <= most, "in " + least + " … " + most);
    }

    /// @throws IllegalArgumentException if the value is not finite and more than 0
    public Conditions positive(String name, double value) {
        return require(name, value, value > 0 && value <= 1e6, "more than 0, at most 1e6");
    }

    /// @throws IllegalArgumentException if the value is not in (0, 1]
    public Conditions factor(String name, double value) {
        return require(name, value, value > 0 && value <= 1, "in (0, 1]");
    }

    /// @throws IllegalArgumentException if there is none, or one is smaller than the least
    public Conditions eachAtLeast(String name, List<Integer> values, int least) {
        require(name, values, !values.isEmpty(), "at least one number");
        values.forEach(value -> atLeast(name, value, least));
        return this;
    }

    /// @throws IllegalArgumentException if there is none, or one is not finite and more than 0
    public Conditions eachPositive(String name, List<Double> values) {
        require(name, values, !values.isEmpty(), "at least one number");
        values.forEach(value -> positive(name, value));
        return this;
    }

    /// @throws IllegalArgumentException if there is none, one is not finite and more than 0, or not more than that before it
    public Conditions ascending(String name, List<Double> values) {
        eachPositive(name, values);
        return require(
                name, values, values.stream().sorted().distinct().toList().equals(values), "ascending");
    }

    /// @throws IllegalArgumentException if there is none, one is smaller than the least, or not more than that before it
    public Conditions ascending(String name, List<Integer> values, int least) {
        eachAtLeast(name, values, least);
        return require(
                name, values, values.stream().sorted().distinct().toList().equals(values), "ascending");
    }

    /// @throws IllegalArgumentException if the value is not in [0, 1)
    public Conditions fraction(String name, double value) {
        return require(name, value, value >= 0 && value < 1, "in [0, 1)");
    }

    /// @throws IllegalArgumentException if the value is not more than 0, or more than the most
    public Conditions positive(String name, double value, double most) {
        return require(name, value, value > 0 && value <= most, "more than 0, at most " + most);
    }

    private Conditions require(String name, Object value, boolean holds, String required) {
        if (!holds) {
            throw new IllegalArgumentException(experiment + ": " + name + " is " + value + "; it must be " + required);
        }
        return this;
    }
}
