package dev.orthant.optimizers;

import java.util.function.Supplier;

/// A rule written a second time, in float64, one number after the other: what the trajectories are compared with. Holds
/// its own memory, so that every trajectory makes a new one.
interface Reference {
    /// What the rule does to the weights before the first step.
    default void start(double[][] weights, int[] rows) {}

    /// @param weights  one array per tensor, changed in place
    /// @param gradient one array per tensor
    /// @param rows     neurons of each tensor
    /// @param t        from 1
    void step(double[][] weights, double[][] gradient, int[] rows, int t);

    /// A rule that sees a single number, and one tensor of memory after the other.
    interface Entrywise {
        /// @param memory four numbers per weight, zero before the first step
        /// @return the new weight
        double step(double weight, double gradient, double[] memory, int t);
    }

    /// A rule that sees one tensor.
    interface Tensorwise {
        void step(double[] weights, double[] gradient, int rows, int t);
    }

    /// The same for every number.
    static Reference entrywise(Entrywise rule) {
        return tensorwise(() -> new Tensorwise() {
            private double[][] memory = new double[0][];

            @Override
            public void step(double[] weights, double[] gradient, int rows, int t) {
                if (memory.length == 0) {
                    memory = new double[weights.length][4];
                }
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = rule.step(weights[i], gradient[i], memory[i], t);
                }
            }
        });
    }

    /// One rule, with its own memory, for every tensor.
    static Reference tensorwise(Supplier<Tensorwise> rule) {
        return new Reference() {
            private Tensorwise[] rules = new Tensorwise[0];

            @Override
            public void step(double[][] weights, double[][] gradient, int[] rows, int t) {
                if (rules.length == 0) {
                    rules = new Tensorwise[weights.length];
                    for (int tensor = 0; tensor < rules.length; tensor++) {
                        rules[tensor] = rule.get();
                    }
                }
                for (int tensor = 0; tensor < rules.length; tensor++) {
                    rules[tensor].step(weights[tensor], gradient[tensor], rows[tensor], t);
                }
            }
        };
    }

    /// Euclidean norm.
    static double norm(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number * number;
        }
        return Math.sqrt(sum);
    }
}
