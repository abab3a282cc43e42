package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.CentredNeurons;
import dev.orthant.optimizers.constraint.UnitNeurons;
import dev.orthant.tensor.weights.Role;
import java.util.ArrayList;
import java.util.Arrays;
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
        add(
                all,
                "sgd, all terms",
                new Sgd(0.05, 0.8, 0.3, 0.02, false),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    double d = g + 0.02 * w;
                    memory[0] = t == 1 ? d : 0.8 * memory[0] + 0.7 * d;
                    return w - 0.05 * memory[0];
                }));
        add(
                all,
                "sgd, Nesterov",
                new Sgd(0.05, 0.8, 0, 0.02, true),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    double d = g + 0.02 * w;
                    memory[0] = 0.8 * memory[0] + d;
                    return w - 0.05 * (d + 0.8 * memory[0]);
                }));
        add(
                all,
                "adam",
                new Adam(0.02, 0.8, 0.99, 1e-6, 0.03),
                () -> Reference.entrywise(
                        (w, g, memory, t) -> w - 0.02 * adam(g + 0.03 * w, memory, t, 0.8, 0.99, 1e-6)));
        add(
                all,
                "adamw",
                new AdamW(0.02, 0.1),
                () -> Reference.entrywise(
                        (w, g, memory, t) -> w - 0.02 * 0.1 * w - 0.02 * adam(g, memory, t, 0.9, 0.999, 1e-8)));
        add(
                all,
                "amsgrad",
                new AmsGrad(0.02, 0.8, 0.9, 1e-6),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    memory[0] = 0.8 * memory[0] + 0.2 * g;
                    memory[1] = 0.9 * memory[1] + 0.1 * g * g;
                    memory[2] = Math.max(memory[2], memory[1]);
                    double root = Math.sqrt(memory[2] / (1 - Math.pow(0.9, t)));
                    return w - 0.02 * memory[0] / (1 - Math.pow(0.8, t)) / (root + 1e-6);
                }));
        add(
                all,
                "diffgrad",
                new DiffGrad(0.02, 0.9, 0.999, 1e-8),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    memory[0] = 0.9 * memory[0] + 0.1 * g;
                    memory[1] = 0.999 * memory[1] + 0.001 * g * g;
                    double friction = 1 / (1 + Math.exp(-Math.abs(memory[2] - g)));
                    memory[2] = g;
                    double rate = 0.02 * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
                    return w - rate * memory[0] * friction / (Math.sqrt(memory[1]) + 1e-8);
                }));
        add(
                all,
                "rmsprop",
                new RmsProp(0.01, 0.95, 1e-8),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    memory[0] = 0.95 * memory[0] + 0.05 * g * g;
                    return w - 0.01 * g / (Math.sqrt(memory[0]) + 1e-8);
                }));
        add(
                all,
                "adagrad",
                new Adagrad(0.05, 0.02, 0.01, 1e-10),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    memory[0] = (t == 1 ? 0.01 : memory[0]) + g * g;
                    return w - 0.05 / (1 + 0.02 * (t - 1)) * g / (Math.sqrt(memory[0]) + 1e-10);
                }));
        add(
                all,
                "lion",
                new Lion(0.002, 0.1),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    double direction = Math.signum(0.9 * memory[0] + 0.1 * g);
                    memory[0] = 0.99 * memory[0] + 0.01 * g;
                    return w - 0.002 * (direction + 0.1 * w);
                }));
        add(
                all,
                "signsgd",
                new SignSgd(0.002, 0.1, SignOfZero.RANDOM, 1),
                () -> Reference.entrywise((w, g, memory, t) -> w - 0.002 * (Math.signum(g) + 0.1 * w)));
        add(
                all,
                "signum",
                new Signum(0.002, 0.9, 0.1, SignOfZero.PLUS, 0),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    memory[0] = 0.9 * memory[0] + 0.1 * g;
                    return w - 0.002 * (Math.signum(memory[0]) + 0.1 * w);
                }));
        add(all, "lamb", new Lamb(0.01), () -> lamb(0.01, 0, 0.999, 1e-6, 0, 10));
        add(all, "lamb, all terms", new Lamb(0.01, 0.8, 0.99, 1e-4, 0.1, 1), () -> lamb(0.01, 0.8, 0.99, 1e-4, 0.1, 1));
        add(
                all,
                "lars",
                new Lars(0.01, 0.8, 0.1),
                () -> Reference.tensorwise(() -> {
                    double[][] velocity = new double[1][];
                    return (w, g, rows, t) -> {
                        velocity[0] = t == 1 ? new double[w.length] : velocity[0];
                        double trust = Reference.norm(w) / (Reference.norm(g) + 0.1 * Reference.norm(w));
                        for (int i = 0; i < w.length; i++) {
                            velocity[0][i] = 0.8 * velocity[0][i] + 0.01 * trust * (g[i] + 0.1 * w[i]);
                            w[i] -= velocity[0][i];
                        }
                    };
                }));
        add(
                all,
                "lars, norms alone",
                new Lars(0.01, 0, 0),
                () -> Reference.tensorwise(() -> (w, g, rows, t) -> {
                    double length = 0.01 * Reference.norm(w) / Reference.norm(g);
                    for (int i = 0; i < w.length; i++) {
                        w[i] -= length * g[i];
                    }
                }));
        add(all, "fromage", new Fromage(0.01), () -> fromage(0.01, Double.POSITIVE_INFINITY));
        add(all, "fromage, bound", new Fromage(0.03, 1.01), () -> fromage(0.03, 1.01));
        add(all, "global fromage", new GlobalFromage(0.01), () -> (weights, gradient, rows, t) -> {
            double ratio = norm(weights) / norm(gradient);
            for (int tensor = 0; tensor < weights.length; tensor++) {
                for (int i = 0; i < weights[tensor].length; i++) {
                    weights[tensor][i] -= 0.01 * ratio * gradient[tensor][i];
                    weights[tensor][i] /= Math.sqrt(1.0001);
                }
            }
        });
        add(
                all,
                "madam",
                new Madam(0.02, 1.2, 10, 0.99),
                () -> Reference.tensorwise(() -> {
                    double[] largest = new double[1];
                    double[][] square = new double[1][];
                    return (w, g, rows, t) -> {
                        if (t == 1) {
                            largest[0] = 1.2 * Reference.norm(w) / Math.sqrt(w.length);
                            square[0] = new double[w.length];
                        }
                        for (int i = 0; i < w.length; i++) {
                            square[0][i] = 0.99 * square[0][i] + 0.01 * g[i] * g[i];
                            double normalised = g[i] / Math.sqrt(square[0][i] / (1 - Math.pow(0.99, t)));
                            normalised = Math.max(-10, Math.min(10, normalised));
                            double moved = w[i] * Math.exp(-0.02 * normalised * Math.signum(w[i]));
                            w[i] = Math.max(-largest[0], Math.min(largest[0], moved));
                        }
                    };
                }));
        add(
                all,
                "integer madam",
                new IntegerMadam(10, 0.005, 4, 3, 10, 0.99, IntegerMadam.Start.NEAREST, 0),
                Rules::integerMadam);
        add(all, "neuron-normalised", new NeuronNormalised(0.01, 0.9), () -> neuronwise(0.01, 0.9, false, false));
        add(all, "nero", Nero.of(0.01, 0.9), () -> neuronwise(0.01, 0.9, true, true));
        add(
                all,
                "nero, mean alone",
                new Constrained<>(new NeuronNormalised(0.01, 0.9), new CentredNeurons()),
                () -> neuronwise(0.01, 0.9, true, false));
        add(
                all,
                "nero, norm alone",
                new Constrained<>(new NeuronNormalised(0.01, 0.9), new UnitNeurons()),
                () -> neuronwise(0.01, 0.9, false, true));
        all.add(new Entry("agd", new Agd(), false, () -> (weights, gradient, rows, t) -> {
            double summary = 0;
            for (int layer = 0; layer < 3; layer++) {
                summary += agdScale(weights[layer], rows[layer]) * Reference.norm(gradient[layer]) / 3;
            }
            double stepSize = Math.log((1 + Math.sqrt(1 + 4 * summary)) / 2);
            for (int layer = 0; layer < 3; layer++) {
                double norm = Reference.norm(gradient[layer]);
                for (int i = 0; i < weights[layer].length; i++) {
                    weights[layer][i] -=
                            stepSize / 3 * agdScale(weights[layer], rows[layer]) * gradient[layer][i] / norm;
                }
            }
        }));
        all.add(new Entry(
                "relative Frobenius", new RelativeFrobenius(0.1), false, () -> (weights, gradient, rows, t) -> {
                    for (int layer = 0; layer < 3; layer++) {
                        int columns = weights[layer].length / rows[layer];
                        double size = Reference.norm(weights[layer]) / Math.sqrt(Math.min(rows[layer], columns));
                        double norm = Reference.norm(gradient[layer]);
                        for (int i = 0; i < weights[layer].length; i++) {
                            weights[layer][i] -= 0.1 / 3 * size * gradient[layer][i] / norm;
                        }
                    }
                }));
        add(
                all,
                "lookahead",
                new Lookahead<>(new Adam(0.02), 5, 0.5),
                () -> Reference.entrywise((w, g, memory, t) -> {
                    memory[2] = t == 1 ? w : memory[2];
                    double moved = w - 0.02 * adam(g, memory, t, 0.9, 0.999, 1e-8);
                    if (t % 5 != 0) {
                        return moved;
                    }
                    memory[2] += 0.5 * (moved - memory[2]);
                    return memory[2];
                }));
        add(
                all,
                "weight averaging",
                new StochasticWeightAveraging<>(new Sgd(0.1, 0), 1, 2),
                () -> Reference.entrywise((w, g, memory, t) -> w - 0.1 * g));
        add(
                all,
                "clipped by norm",
                new Clipped<>(new Sgd(0.1, 0), new Clipped.ByNorm(0.2)),
                () -> (weights, gradient, rows, t) -> {
                    double factor = Math.min(1, 0.2 / norm(gradient));
                    for (int tensor = 0; tensor < weights.length; tensor++) {
                        for (int i = 0; i < weights[tensor].length; i++) {
                            weights[tensor][i] -= 0.1 * factor * gradient[tensor][i];
                        }
                    }
                });
        add(
                all,
                "clipped by value",
                new Clipped<>(new Sgd(0.1, 0), new Clipped.ByValue(0.05)),
                () -> Reference.entrywise((w, g, memory, t) -> w - 0.1 * Math.max(-0.05, Math.min(0.05, g))));
        add(
                all,
                "parameter groups",
                new ParameterGroups(List.of(
                        ParameterGroups.of(Role.BIAS, new SignSgd(0.002)),
                        new ParameterGroups.Group<>(weight -> weight.name().startsWith("1"), new Fromage(0.02), 0.5),
                        ParameterGroups.rest(new Adam(0.02)))),
                () -> {
                    Reference signs = Reference.entrywise((w, g, memory, t) -> w - 0.002 * Math.signum(g));
                    Reference fromage = fromage(0.01, Double.POSITIVE_INFINITY);
                    Reference adam =
                            Reference.entrywise((w, g, memory, t) -> w - 0.02 * adam(g, memory, t, 0.9, 0.999, 1e-8));
                    return (weights, gradient, rows, t) -> {
                        step(signs, weights, gradient, rows, t, 1, 3, 5);
                        step(fromage, weights, gradient, rows, t, 2);
                        step(adam, weights, gradient, rows, t, 0, 4);
                    };
                });
        return all;
    }

    private static double adam(double g, double[] memory, int t, double beta1, double beta2, double epsilon) {
        memory[0] = beta1 * memory[0] + (1 - beta1) * g;
        memory[1] = beta2 * memory[1] + (1 - beta2) * g * g;
        double mean = memory[0] / (1 - Math.pow(beta1, t));
        double square = memory[1] / (1 - Math.pow(beta2, t));
        return mean / (Math.sqrt(square) + epsilon);
    }

    private static Reference lamb(
            double rate, double beta1, double beta2, double epsilon, double decay, double largestNorm) {
        return Reference.tensorwise(() -> {
            double[][] memory = new double[2][];
            return (w, g, rows, t) -> {
                if (t == 1) {
                    memory[0] = new double[w.length];
                    memory[1] = new double[w.length];
                }
                double[] direction = new double[w.length];
                for (int i = 0; i < w.length; i++) {
                    memory[0][i] = beta1 * memory[0][i] + (1 - beta1) * g[i];
                    memory[1][i] = beta2 * memory[1][i] + (1 - beta2) * g[i] * g[i];
                    direction[i] = memory[0][i] / (Math.sqrt(memory[1][i]) + epsilon) + decay * w[i];
                }
                double trust = Math.min(Reference.norm(w), largestNorm) / Reference.norm(direction);
                for (int i = 0; i < w.length; i++) {
                    w[i] -= rate * trust * direction[i];
                }
            };
        });
    }

    private static Reference fromage(double rate, double bound) {
        return Reference.tensorwise(() -> {
            double[] largest = new double[1];
            return (w, g, rows, t) -> {
                largest[0] = t == 1 ? bound * Reference.norm(w) : largest[0];
                double ratio = Reference.norm(w) / Reference.norm(g);
                for (int i = 0; i < w.length; i++) {
                    w[i] = (w[i] - rate * g[i] * ratio) / Math.sqrt(1 + rate * rate);
                }
                double norm = Reference.norm(w);
                for (int i = 0; i < w.length && norm > largest[0]; i++) {
                    w[i] *= largest[0] / norm;
                }
            };
        });
    }

    /// 10 bits, r = 0.005, q = 4, s = 3, c = 10, beta = 0.99, nearest levels.
    private static Reference integerMadam() {
        List<double[]> memory = new ArrayList<>();
        return new Reference() {
            @Override
            public void start(double[][] weights, int[] rows) {
                for (double[] w : weights) {
                    double largest = 3 * Reference.norm(w) / Math.sqrt(w.length);
                    double[] numbers = new double[2 * w.length + 1]; // levels, mean squares, largest
                    numbers[2 * w.length] = largest;
                    for (int i = 0; i < w.length; i++) {
                        numbers[i] = Math.min(1023, Math.max(0, Math.rint(Math.log(largest / Math.abs(w[i])) / 0.005)));
                        w[i] = Math.signum(w[i]) * largest * Math.exp(-0.005 * numbers[i]);
                    }
                    memory.add(numbers);
                }
            }

            @Override
            public void step(double[][] weights, double[][] gradient, int[] rows, int t) {
                for (int tensor = 0; tensor < weights.length; tensor++) {
                    double[] w = weights[tensor];
                    double[] numbers = memory.get(tensor);
                    for (int i = 0; i < w.length; i++) {
                        double g = gradient[tensor][i];
                        numbers[w.length + i] = 0.99 * numbers[w.length + i] + 0.01 * g * g;
                        double normalised = g / Math.sqrt(numbers[w.length + i] / (1 - Math.pow(0.99, t)));
                        double sign = Math.signum(w[i]);
                        numbers[i] += Math.rint(4 * Math.max(-10, Math.min(10, normalised))) * sign;
                        numbers[i] = Math.max(0, Math.min(1023, numbers[i]));
                        w[i] = sign * numbers[2 * w.length] * Math.exp(-0.005 * numbers[i]);
                    }
                }
            }
        };
    }

    /// Nero with either half of its projection; biases, whose fan-in is 1, are entries of their own.
    private static Reference neuronwise(double rate, double beta, boolean centre, boolean normalise) {
        List<double[]> squares = new ArrayList<>();
        List<Double> scales = new ArrayList<>();
        return new Reference() {
            @Override
            public void start(double[][] weights, int[] rows) {
                for (int tensor = 0; tensor < weights.length; tensor++) {
                    int columns = weights[tensor].length / rows[tensor];
                    double sum = 0;
                    for (int row = 0; row < rows[tensor]; row++) {
                        project(weights[tensor], row * columns, columns);
                        sum += norm(weights[tensor], row * columns, columns);
                    }
                    scales.add(sum / rows[tensor]);
                    squares.add(new double[rows[tensor]]);
                }
            }

            @Override
            public void step(double[][] weights, double[][] gradient, int[] rows, int t) {
                for (int tensor = 0; tensor < weights.length; tensor++) {
                    int columns = weights[tensor].length / rows[tensor];
                    for (int row = 0; row < rows[tensor]; row++) {
                        double norm = norm(gradient[tensor], row * columns, columns);
                        double[] square = squares.get(tensor);
                        square[row] = beta * square[row] + (1 - beta) * norm * norm;
                        double root = Math.sqrt(square[row] / (1 - Math.pow(beta, t)));
                        for (int i = row * columns; i < (row + 1) * columns; i++) {
                            weights[tensor][i] -= rate * scales.get(tensor) * gradient[tensor][i] / root;
                        }
                        project(weights[tensor], row * columns, columns);
                    }
                }
            }

            private void project(double[] weights, int from, int columns) {
                if (columns == 1) {
                    return;
                }
                double mean = 0;
                for (int i = from; i < from + columns && centre; i++) {
                    mean += weights[i] / columns;
                }
                for (int i = from; i < from + columns; i++) {
                    weights[i] -= mean;
                }
                double norm = normalise ? norm(weights, from, columns) : 1;
                for (int i = from; i < from + columns; i++) {
                    weights[i] /= norm;
                }
            }

            private double norm(double[] numbers, int from, int columns) {
                return Reference.norm(Arrays.copyOfRange(numbers, from, from + columns));
            }
        };
    }

    private static double agdScale(double[] weights, int rows) {
        return Math.sqrt(rows / ((double) weights.length / rows));
    }

    private static double norm(double[][] tensors) {
        double sum = 0;
        for (double[] tensor : tensors) {
            sum += Reference.norm(tensor) * Reference.norm(tensor);
        }
        return Math.sqrt(sum);
    }

    /// A step of some of the tensors.
    private static void step(
            Reference reference, double[][] weights, double[][] gradient, int[] rows, int t, int... tensors) {
        double[][] someWeights =
                Arrays.stream(tensors).mapToObj(i -> weights[i]).toArray(double[][]::new);
        double[][] someGradient =
                Arrays.stream(tensors).mapToObj(i -> gradient[i]).toArray(double[][]::new);
        int[] someRows = Arrays.stream(tensors).map(i -> rows[i]).toArray();
        reference.step(someWeights, someGradient, someRows, t);
    }

    private static void add(List<Entry> all, String name, Optimizer<?> rule, Supplier<Reference> reference) {
        all.add(new Entry(name, rule, true, reference));
    }
}
