package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.checkpoint.Checkpoint;
import dev.orthant.optimizers.checkpoint.CheckpointFile;
import dev.orthant.optimizers.checkpoint.Cursor;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule over fifty steps against its float64 version, and through a checkpoint.
class TrajectoryTest {
    private static final int STEPS = 50;

    /// Relative to a tensor's norm. Fifty steps of at most ten roundings each, all in the same direction, would be
    /// 500 · 2⁻²⁴ = 3e-5; random ones about √500 · 2⁻²⁴ = 1.3e-6.
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder = Path.of("");

    static List<Rules.Entry> rules() {
        return Rules.all();
    }

    /// Both follow the gradient at the float64 version's weights: what is compared is the rule and not the problem, which
    /// would magnify differences.
    @ParameterizedTest
    @MethodSource("rules")
    void fiftyStepsFollowTheReference(Rules.Entry entry) {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        Weights weights = problem.initial();
        double[][] expected = ThreeLayerProblem.arrays(weights);
        Reference reference = entry.reference().get();
        reference.start(expected, problem.rows());
        Run<?> run = new Run<>(entry.rule(), weights);
        double[][] begun = ThreeLayerProblem.arrays(weights);
        for (int t = 1; t <= STEPS; t++) {
            double[][] gradient = problem.gradient(expected);
            run.step(problem.weights(gradient));
            reference.step(expected, gradient, problem.rows(), t);
        }
        double[][] actual = ThreeLayerProblem.arrays(weights);
        for (int tensor = 0; tensor < expected.length; tensor++) {
            double moved = distance(expected[tensor], begun[tensor]);
            double error = distance(expected[tensor], actual[tensor]);
            double norm = Reference.norm(expected[tensor]);
            assertTrue(moved > 1e-3 * norm, entry + " hardly moved tensor " + tensor);
            assertEquals(0, error / norm, TOLERANCE, entry + ", tensor " + tensor);
        }
    }

    /// Through a file: what a format cannot carry must not pass for restored.
    @ParameterizedTest
    @MethodSource("rules")
    void savedAndRestoredItGoesOnWithTheSameBits(Rules.Entry entry) throws IOException {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        Weights straight = problem.initial();
        Run<?> whole = new Run<>(entry.rule(), straight);
        whole.follow(problem, 6);

        Weights interrupted = problem.initial();
        Run<?> before = new Run<>(entry.rule(), interrupted);
        before.follow(problem, 3);
        SavedState saved = before.save();
        CheckpointFile file = new CheckpointFile(folder.resolve("rule.safetensors"));
        file.save(Checkpoint.of(new Cursor(3, 0, 3), interrupted, before.state()));
        before.follow(problem, 1); // must not reach what was saved
        Checkpoint read = file.restore().orElseThrow().checkpoint();
        Weights copy = problem.initial();
        Run<?> after = new Run<>(entry.rule(), copy);
        copy.load(read.weights());
        after.restore(read.optimizer(), copy);
        assertEquals(saved, after.save(), entry + ": what was restored");
        after.follow(problem, 3);

        assertEquals(SavedState.of(straight), SavedState.of(copy), entry + ": weights");
        assertEquals(whole.save(), after.save(), entry + ": state");
    }

    /// Rules are found among the compiled classes, so that a new one cannot be forgotten here.
    @Test
    void everyRuleStandsInTheList() throws Exception {
        Set<String> listed = new TreeSet<>();
        Rules.all().forEach(entry -> listed.add(entry.rule().getClass().getSimpleName()));
        listed.add(Nero.class.getSimpleName()); // a composition of two that are there
        Set<String> found = new TreeSet<>();
        Path classes = Path.of(Optimizer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/orthant/optimizers"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName("dev.orthant.optimizers." + name);
                if (Optimizer.class.isAssignableFrom(type) && !type.isInterface()) {
                    found.add(type.getSimpleName());
                }
            }
        }
        found.add(Nero.class.getSimpleName());
        assertEquals(found, listed);
    }

    /// A rule with its weights and its state.
    static final class Run<S> {
        private final Optimizer<S> rule;
        private Weights weights;
        private S state;

        Run(Optimizer<S> rule, Weights weights) {
            this.rule = rule;
            this.weights = weights;
            state = rule.start(weights);
        }

        void step(Weights gradient) {
            state = rule.step(weights, gradient, state, 1);
        }

        void follow(ThreeLayerProblem problem, int steps) {
            for (int step = 0; step < steps; step++) {
                step(problem.weights(problem.gradient(ThreeLayerProblem.arrays(weights))));
            }
        }

        S state() {
            return state;
        }

        SavedState save() {
            return SavedState.of(state);
        }

        void restore(SavedState saved, Weights restoredWeights) {
            state = saved.restore(state);
            weights = restoredWeights;
        }
    }

    private static double distance(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return Reference.norm(difference);
    }
}
