package dev.orthant.autograd.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.check.GradientCheck;
import dev.orthant.autograd.op.BySign;
import dev.orthant.autograd.op.Softmax;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Losses against their formulas in float64, and their gradients against the values.
class LossTest {
    private static final long SEED = 8;
    private static final int ROWS = 5;
    private static final int CLASSES = 4;
    private static final Tensor SCORES = Streams.ofSeed(SEED).named("scores").gaussian(Shape.of(ROWS, CLASSES));
    private static final Tensor PROBABILITIES =
            new Softmax().forward(Streams.ofSeed(SEED).named("targets").gaussian(Shape.of(ROWS, CLASSES)));
    private static final Tensor LABELS = Tensor.of(Shape.of(ROWS, 1), 3, 0, 1, 1, 2);
    private static final Tensor SIGNS =
            new BySign(-1, 1).forward(Streams.ofSeed(SEED).named("signs").gaussian(Shape.of(ROWS, CLASSES)));

    private record Case(Loss loss, Tensor targets, double expected) {}

    private static List<Case> table() {
        double[][] logarithms = new double[ROWS][CLASSES];
        double squares = 0;
        double binary = 0;
        double hinge = 0;
        double soft = 0;
        double divergence = 0;
        double own = 0;
        double all = 0;
        for (int i = 0; i < ROWS; i++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += Math.exp(SCORES.at(i, k));
            }
            for (int k = 0; k < CLASSES; k++) {
                double score = SCORES.at(i, k);
                double target = PROBABILITIES.at(i, k);
                logarithms[i][k] = score - Math.log(sum);
                squares += (score - target) * (score - target) / (ROWS * CLASSES);
                double probability = 1 / (1 + Math.exp(-score));
                binary -=
                        (target * Math.log(probability) + (1 - target) * Math.log(1 - probability)) / (ROWS * CLASSES);
                hinge += Math.max(0, 1 - SIGNS.at(i, k) * score) / (ROWS * CLASSES);
                soft -= target * logarithms[i][k] / ROWS;
                divergence += target * (Math.log(target) - logarithms[i][k]) / ROWS;
                all -= logarithms[i][k] / (ROWS * CLASSES);
            }
            own -= logarithms[i][(int) LABELS.at(i, 0)] / ROWS;
        }
        return List.of(
                new Case(new MeanSquaredError(), PROBABILITIES, squares),
                new Case(new ResidualNorm(), PROBABILITIES, Math.sqrt(squares * ROWS * CLASSES)),
                new Case(new BinaryCrossEntropy(), PROBABILITIES, binary),
                new Case(new Hinge(), SIGNS, hinge),
                new Case(new SoftCrossEntropy(), PROBABILITIES, soft),
                new Case(new KullbackLeibler(), PROBABILITIES, divergence),
                new Case(new CrossEntropy(), LABELS, own),
                new Case(new CrossEntropy(0.2), LABELS, 0.8 * own + 0.2 * all));
    }

    @TestFactory
    Stream<DynamicTest> lossesAreTheirFormulasAndGradientsTheirDerivatives() {
        return table().stream()
                .map(each -> DynamicTest.dynamicTest(each.loss().toString(), () -> {
                    Eager eager = new Eager();
                    float actual = each.loss()
                            .of(eager, eager.constant(SCORES), eager.constant(each.targets()))
                            .tensor()
                            .item();
                    // Some tens of float32 roundings of numbers of order 1.
                    assertEquals(each.expected(), actual, 5e-6 * Math.max(1, each.expected()), "seed " + SEED);
                    Computation ofScores = (evaluator, inputs) ->
                            each.loss().of(evaluator, inputs.get(0), evaluator.constant(each.targets()));
                    GradientCheck.Result result = GradientCheck.of(ofScores, Streams.ofSeed(SEED), List.of(SCORES));
                    // As in the contract of the operations: rounding of the central difference.
                    assertTrue(result.relativeError() < 1e-3, () -> "seed " + SEED + ": " + result);
                }));
    }

    @Test
    void everyLossIsInTheTable() {
        Set<String> tested = table().stream()
                .map(each -> each.loss().getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        String folder = "dev/orthant/autograd/loss";
        Set<String> compiled = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of(Loss.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(folder))) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName()).replace(".class", "");
                if (!name.contains("-info")) {
                    Class<?> type = Class.forName("dev.orthant.autograd.loss." + name);
                    if (Loss.class.isAssignableFrom(type) && !type.isInterface()) {
                        compiled.add(name);
                    }
                }
            }
        } catch (IOException | URISyntaxException | ClassNotFoundException failed) {
            throw new AssertionError(failed);
        }
        assertEquals(compiled, tested);
    }

    @Test
    void classesOfASequenceHaveOneTargetPerPlace() {
        Eager eager = new Eager();
        Tensor scores = Tensor.zeros(Shape.of(2, 3, 4));
        Tensor targets = Tensor.of(Shape.of(2, 3), 0, 1, 2, 3, 0, 1);
        Value loss = new CrossEntropy().of(eager, eager.constant(scores), eager.constant(targets));
        assertEquals(Math.log(4), loss.tensor().item(), 1e-6);
    }

    @Test
    void wrongTargetsAreNamed() {
        Eager eager = new Eager();
        Value scores = eager.constant(SCORES);
        for (float wrong : new float[] {-1, 4, 0.5f, Float.NaN}) {
            Value targets = eager.constant(Tensor.of(Shape.of(ROWS, 1), 0, 0, wrong, 0, 0));
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> new CrossEntropy().of(eager, scores, targets))
                            .getMessage());
            assertTrue(message.startsWith("cross entropy: target 2 is " + wrong), message);
        }
        assertThrows(ShapeException.class, () -> new CrossEntropy().of(eager, scores, scores));
        assertThrows(IllegalArgumentException.class, () -> new CrossEntropy(1));
    }
}
