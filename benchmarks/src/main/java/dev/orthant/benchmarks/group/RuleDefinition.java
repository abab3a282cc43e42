package dev.orthant.benchmarks.group;

/// First steps of the rules on one matrix, in float64 and one number after the other: what the fast ones are compared with. The
/// formulas stand above the rules themselves; at a first step their memories are still empty.
final class RuleDefinition {
    private RuleDefinition() {}

    /// @param name     of the rule, as in [RuleSteps]
    /// @param rate     η
    /// @param weights  by rows, one per neuron; changed and returned
    /// @param gradient by rows
    static double[][] firstStep(String name, double rate, double[][] weights, double[][] gradient) {
        return switch (name) {
            case "sgd", "sgd, momentum" -> entrywise(weights, gradient, (w, g) -> w - rate * g);
            case "adam" -> entrywise(weights, gradient, (w, g) -> w - rate * g / (Math.abs(g) + 1e-8));
            case "adamw" ->
                entrywise(weights, gradient, (w, g) -> w - rate * 0.01 * w - rate * g / (Math.abs(g) + 1e-8));
            case "lion" -> entrywise(weights, gradient, (w, g) -> w - rate * Math.signum(g));
            case "madam" -> {
                double count = (double) weights.length * weights[0].length;
                double largest = 3 * norm(weights) / Math.sqrt(count);
                yield entrywise(
                        weights,
                        gradient,
                        (w, g) -> Math.clamp(w * Math.exp(-rate * Math.signum(g) * Math.signum(w)), -largest, largest));
            }
            case "fromage" -> {
                double length = rate * norm(weights) / norm(gradient);
                double correction = Math.sqrt(1 + rate * rate);
                yield entrywise(weights, gradient, (w, g) -> (w - length * g) / correction);
            }
            case "nero" -> nero(rate, weights, gradient);
            default ->
                throw new IllegalArgumentException("rules: there is no definition of " + name + "; add one here");
        };
    }

    private interface Entry {
        double moved(double weight, double gradient);
    }

    private static double[][] entrywise(double[][] weights, double[][] gradient, Entry rule) {
        for (int row = 0; row < weights.length; row++) {
            for (int i = 0; i < weights[row].length; i++) {
                weights[row][i] = rule.moved(weights[row][i], gradient[row][i]);
            }
        }
        return weights;
    }

    /// After the projection every neuron has norm 1, so their mean norm is 1 too.
    private static double[][] nero(double rate, double[][] weights, double[][] gradient) {
        for (int row = 0; row < weights.length; row++) {
            project(weights[row]);
            double norm = norm(gradient[row]);
            for (int i = 0; i < weights[row].length; i++) {
                weights[row][i] -= norm == 0 ? 0 : rate * gradient[row][i] / norm;
            }
            project(weights[row]);
        }
        return weights;
    }

    private static void project(double[] neuron) {
        double sum = 0;
        for (double weight : neuron) {
            sum += weight;
        }
        for (int i = 0; i < neuron.length; i++) {
            neuron[i] -= sum / neuron.length;
        }
        double norm = norm(neuron);
        for (int i = 0; i < neuron.length; i++) {
            neuron[i] /= norm;
        }
    }

    private static double norm(double[]... rows) {
        double sum = 0;
        for (double[] row : rows) {
            for (double number : row) {
                sum += number * number;
            }
        }
        return Math.sqrt(sum);
    }
}
