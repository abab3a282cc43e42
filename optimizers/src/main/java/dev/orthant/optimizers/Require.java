package dev.orthant.optimizers;

/// Hyper-parameters in their ranges, or an error that names the rule and the parameter. NaN is in no range.
final class Require {
    private Require() {}

    static void positive(String rule, String name, double value) {
        require(value > 0 && value < Double.POSITIVE_INFINITY, rule, name, value, "be finite and more than 0");
    }

    static void notNegative(String rule, String name, double value) {
        require(value >= 0 && value < Double.POSITIVE_INFINITY, rule, name, value, "be finite and at least 0");
    }

    /// For decays of running means: at 1 a mean would never take up anything.
    static void decay(String rule, String name, double value) {
        require(value >= 0 && value < 1, rule, name, value, "lie in [0, 1)");
    }

    static void atLeast(String rule, String name, long value, long least) {
        require(value >= least, rule, name, value, "be at least " + least);
    }

    static void require(boolean holds, String rule, String name, Object value, String requirement) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": the " + name + " is " + value + "; it must " + requirement);
        }
    }
}
