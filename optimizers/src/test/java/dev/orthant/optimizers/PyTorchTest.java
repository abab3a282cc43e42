package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The rules that PyTorch has too, against numbers that PyTorch computed: `src/test/python/pytorch_trajectories.py`.
class PyTorchTest {
    private static final int WEIGHTS = 10;

    private static Map<String, Optimizer<?>> rules() {
        Map<String, Optimizer<?>> rules = new HashMap<>();
        rules.put("sgd", new Sgd(0.1, 0));
        rules.put("sgd momentum", new Sgd(0.05, 0.9));
        rules.put("sgd everything", new Sgd(0.05, 0.8, 0.3, 0.02, false));
        rules.put("sgd nesterov", new Sgd(0.05, 0.8, 0, 0.02, true));
        rules.put("adam", new Adam(0.01));
        rules.put("adam penalty", new Adam(0.02, 0.8, 0.99, 1e-4, 0.03));
        rules.put("amsgrad", new AmsGrad(0.02, 0.8, 0.9, 1e-8));
        rules.put("rmsprop", new RmsProp(0.01, 0.95, 1e-8));
        rules.put("adagrad", new Adagrad(0.1, 0.02, 0.01, 1e-10));
        rules.put("adamw", new AdamW(0.01, 0.1));
        return rules;
    }

    @Test
    void everyRuleEndsWherePyTorchDoes() throws IOException {
        Set<String> seen = new HashSet<>();
        for (String line : lines()) {
            String[] fields = line.split("\t", -1);
            Optimizer<?> rule = rules().get(fields[0]);
            assertNotNull(rule, fields[0]);
            seen.add(fields[0]);
            float[] actual = run(rule, Integer.parseInt(fields[1]));
            for (int i = 0; i < WEIGHTS; i++) {
                double expected = Double.parseDouble(fields[2 + i]);
                // at most 50 steps of a few roundings each, of numbers up to 1
                assertEquals(expected, actual[i], 5e-6, fields[0] + " after " + fields[1] + ", weight " + i);
            }
        }
        assertEquals(rules().keySet(), seen);
    }

    private static float[] run(Optimizer<?> rule, int steps) {
        float[] initial = new float[WEIGHTS];
        for (int i = 0; i < WEIGHTS; i++) {
            initial[i] = (float) (0.1 * (i + 1) * (i % 2 == 0 ? 1 : -1));
        }
        Weights weights = vector(initial);
        TrajectoryTest.Run<?> run = new TrajectoryTest.Run<>(rule, weights);
        for (int t = 0; t < steps; t++) {
            float[] gradient = new float[WEIGHTS];
            for (int i = 0; i < WEIGHTS; i++) {
                gradient[i] = (float) ((0.1 + 0.05 * i) * Math.sin(0.7 * i + 0.3 * t));
            }
            run.step(vector(gradient));
        }
        return weights.get("weight").toArray();
    }

    private static Weights vector(float[] numbers) {
        return Weights.of(List.of(new Weight("weight", Role.MATRIX, Tensor.of(Shape.of(1, WEIGHTS), numbers))));
    }

    private static List<String> lines() throws IOException {
        try (InputStream file = PyTorchTest.class.getResourceAsStream("pytorch.tsv")) {
            assertNotNull(file);
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
