package dev.orthant.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Every rule with a second, straight-line version of it. The trajectory and the round-trip tests run over this list, and
/// a test asks that every public rule stands in it.
final class Rules {
    private Rules() {}

    /// @param name      for messages
    /// @param rule      the record under test
    /// @param biases    whether the problem has biases; some rules refuse them
    /// @param reference makes a fresh float64 version
    record Entry(String name, Optimizer<?> rule, boolean biases, Supplier<Reference> reference) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        add(all, "sgd", new Sgd(0.1, 0), () -> Reference.entrywise((w, g, memory, t) -> w - 0.1 * g));
        add(all, "sgd, all terms", new Sgd(0.05, 0.8, 0.3, 0.02, false), () ->
                Reference.entrywise((w, g, memory, t) -> {
                    double d = g + 0.02 * w;
                    memory[0] = t == 1 ? d : 0.8 * memory[0] + 0.7 * d;
                    return w - 0.05 * memory[0];
                }));
        add(all, "sgd, Nesterov", new Sgd(0.05, 0.8, 0, 0.02, true), () ->
                Reference.entrywise((w, g, memory, t) -> {
                    double d = g + 0.02 * w;
                    memory[0] = 0.8 * memory[0] + d;
                    return w - 0.05 * (d + 0.8 * memory[0]);
                }));
        add(all, "adam", new Adam(0.02, 0.8, 0.99, 1e-6, 0.03), () ->
                Reference.entrywise((w, g, memory, t) -> w - 0.02 * adam(g + 0.03 * w, memory, t, 0.8, 0.99, 1e-6)));
        add(all, "adamw", new AdamW(0.02, 0.1), () ->
                Reference.entrywise((w, g, memory, t) ->
                        w - 0.02 * 0.1 * w - 0.02 * adam(g, memory, t, 0.9, 0.999, 1e-8)));
        return all;
    }

    private static double adam(double g, double[] memory, int t, double beta1, double beta2, double epsilon) {
        memory[0] = beta1 * memory[0] + (1 - beta1) * g;
        memory[1] = beta2 * memory[1] + (1 - beta2) * g * g;
        double mean = memory[0] / (1 - Math.pow(beta1, t));
        double square = memory[1] / (1 - Math.pow(beta2, t));
        return mean / (Math.sqrt(square) + epsilon);
    }

    private static void add(List<Entry> all, String name, Optimizer<?> rule, Supplier<Reference> reference) {
        all.add(new Entry(name, rule, true, reference));
    }
}
