package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.benchmarks.peer.PythonTorch;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.AdamW;
import dev.orthant.optimizers.Fromage;
import dev.orthant.optimizers.Lion;
import dev.orthant.optimizers.Madam;
import dev.orthant.optimizers.Nero;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.Sgd;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/// Steps of the rules alone, over ten matrices of a thousand neurons with a thousand inputs each: far beyond the caches, so
/// that `%triad` says how near a step is to the time its arrays take to be read and written once.
///
/// PyTorch's side begins with the same weights and gradients; 200 weights are compared after the first step. Every rule's first
/// step is also compared with its definition ([RuleDefinition]) on one matrix, at a rate at which a wrong step shows.
public final class RuleSteps implements Group {
    private static final int MATRICES = 10;
    private static final int SIDE = 1000;
    private static final int SAMPLE = 200;

    /// Gradients stay the same, so a step must be small enough for the weights to stay finite over thousands of steps.
    private static final double RATE = 1e-6;

    /// Where the step itself is checked.
    private static final double CHECKED_RATE = 0.01;

    /// A step moves a weight by a few parts in a million (the check: by a hundredth); what is compared is the weight after it. Nero
    /// rounds most often: six times in two projections and twice in the step.
    private static final double TOLERANCE = 8 * Numbers.UNIT;

    /// One row.
    ///
    /// @param arrays  that are read plus those that are written: two for the weights, one for the gradient, two for each
    ///                array the rule remembers
    /// @param inTorch the rule as PyTorch's side knows it; empty if PyTorch has none
    private record Rule(String name, DoubleFunction<Optimizer<?>> at, int arrays, String inTorch) {}

    private static final List<Rule> RULES = List.of(
            new Rule("sgd", rate -> new Sgd(rate, 0), 3, "sgd"),
            new Rule("sgd, momentum", rate -> new Sgd(rate, 0.9), 5, "momentum"),
            new Rule("adam", Adam::new, 7, "adam"),
            new Rule("adamw", rate -> new AdamW(rate, 0.01), 7, "adamw"),
            new Rule("lion", rate -> new Lion(rate, 0), 5, ""),
            new Rule("madam", Madam::new, 5, ""),
            new Rule("fromage", Fromage::new, 3, ""),
            new Rule("nero", rate -> Nero.of(rate, 0.999), 3, ""));

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String description() {
        return "steps of optimisers over 10⁷ weights, gradients given";
    }

    @Override
    public List<String> peers() {
        return List.of(Peers.PYTHON_TORCH);
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (Rule rule : RULES) {
            double bytes = (double) rule.arrays() * Float.BYTES * MATRICES * SIDE * SIDE;
            cases.add(new Case(
                    "rules",
                    rule.name(),
                    0,
                    bytes,
                    TOLERANCE,
                    () -> contest(rule, rule.at().apply(RATE), peers)));
        }
        return cases;
    }

    private static <S> Contest contest(Rule row, Optimizer<S> rule, Peers peers) {
        Weights weights = matrices(997, 500);
        Weights gradient = matrices(1009, 250);
        List<S> state = new ArrayList<>(List.of(rule.start(weights)));
        Runnable step = () -> state.set(0, rule.step(weights, gradient, state.getFirst(), 1));
        step.run();
        float[] ours = Arrays.copyOf(weights.get("0").span().array(), SAMPLE);
        List<Rival> rivals = new ArrayList<>();
        if (!row.inTorch().isEmpty()) {
            peers.pythonTorch().ifPresent(torch -> {
                String first =
                        torch.ask("rule " + row.inTorch() + " " + MATRICES + " " + SIDE + " " + RATE + " " + SAMPLE);
                double[] theirs = Arrays.stream(first.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                rivals.add(new Rival(
                        Peers.PYTHON_TORCH, () -> torch.ask("update"), () -> largestDifference(ours, theirs)));
            });
        }
        return new Contest(step, () -> error(row.name(), row.at().apply(CHECKED_RATE)), rivals, () -> {});
    }

    /// Distance of a first step on one matrix from its definition, relative to the largest weight.
    private static <S> double error(String name, Optimizer<S> rule) {
        Tensor weights = matrix(997, 500);
        Tensor gradient = matrix(1009, 250);
        double[][] expected = RuleDefinition.firstStep(name, CHECKED_RATE, rows(weights), rows(gradient));
        Weights moved = Weights.of(List.of(new Weight("0", Role.MATRIX, weights)));
        rule.step(moved, Weights.of(List.of(new Weight("0", Role.MATRIX, gradient))), rule.start(moved), 1);
        double[][] ours = rows(weights);
        double difference = 0;
        double largest = 0;
        for (int row = 0; row < SIDE; row++) {
            for (int i = 0; i < SIDE; i++) {
                difference = Math.max(difference, Math.abs(ours[row][i] - expected[row][i]));
                largest = Math.max(largest, Math.abs(expected[row][i]));
            }
        }
        return difference / largest;
    }

    private static double[][] rows(Tensor matrix) {
        float[] numbers = matrix.span().array();
        double[][] rows = new double[SIDE][SIDE];
        for (int i = 0; i < numbers.length; i++) {
            rows[i / SIDE][i % SIDE] = numbers[i];
        }
        return rows;
    }

    private static double largestDifference(float[] ours, double[] theirs) {
        double largest = 0;
        for (int i = 0; i < SAMPLE; i++) {
            largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
        }
        return largest / 0.5;
    }

    /// Numbers that both sides make for themselves with the same bits: ((i · factor) mod 1000 − centre) / 1000.
    private static Weights matrices(long factor, int centre) {
        List<Weight> weights = new ArrayList<>();
        for (int matrix = 0; matrix < MATRICES; matrix++) {
            weights.add(new Weight(Integer.toString(matrix), Role.MATRIX, matrix(factor, centre)));
        }
        return Weights.of(weights);
    }

    private static Tensor matrix(long factor, int centre) {
        float[] numbers = new float[SIDE * SIDE];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) ((i * factor) % 1000 - centre) / 1000;
        }
        return Tensor.wrap(Shape.of(SIDE, SIDE), numbers);
    }
}
