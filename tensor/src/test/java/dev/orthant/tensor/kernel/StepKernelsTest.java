package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Span;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class StepKernelsTest {
    private static final AdamStep ADAM = new AdamStep(0.9f, 0.1f, 0.99f, 0.01f, 0.03f, 1.7f, 1e-8f, 0.02f, 0.998f);

    /// A step of weights and gradient with up to three more arrays.
    private interface Step {
        void run(StepKernels steps, Span[] spans);
    }

    private static Map<String, Step> steps() {
        Map<String, Step> all = new LinkedHashMap<>();
        all.put("descend", (steps, s) -> steps.descend(s[0], s[1], 0.3f, 0.01f));
        all.put("heavyBall", (steps, s) -> steps.heavyBall(s[0], s[1], s[2], 0.9f, 0.7f, 0.3f, 0.01f));
        all.put("nesterov", (steps, s) -> steps.nesterov(s[0], s[1], s[2], 0.9f, 0.7f, 0.8f, 0.3f, 0.01f));
        all.put("descendAndScale", (steps, s) -> steps.descendAndScale(s[0], s[1], 0.3f, 0.97f));
        all.put("approach", (steps, s) -> steps.approach(s[0], s[1], 0.3f));
        all.put("adam", (steps, s) -> steps.adam(s[0], s[1], s[2], s[3], ADAM));
        all.put("amsGrad", (steps, s) -> steps.amsGrad(s[0], s[1], s[2], s[3], s[4], ADAM));
        all.put("diffGrad", (steps, s) -> steps.diffGrad(s[0], s[1], s[2], s[3], s[4], ADAM));
        all.put("divideByRoot", (steps, s) -> steps.divideByRoot(s[0], s[1], s[3], 0.9f, 0.1f, 0.3f, 1e-6f));
        all.put(
                "lambDirection",
                (steps, s) -> steps.lambDirection(s[0], s[1], s[2], s[3], 0.9f, 0.1f, 1e-6f, 0.1f, s[4]));
        all.put("lambStep", (steps, s) -> steps.lambStep(s[0], s[2], s[3], 0.3f, 1e-6f, 0.1f));
        all.put("signStep", (steps, s) -> steps.signStep(s[0], s[1], 0.3f, 0.1f, 1));
        all.put("signOfMeanStep", (steps, s) -> steps.signOfMeanStep(s[0], s[1], s[2], 0.9f, 0.1f, 0.3f, 0.1f, 0));
        all.put(
                "lion",
                (steps, s) -> steps.lion(s[0], s[1], s[2], new LionStep(0.9f, 0.1f, 0.99f, 0.01f, 0.3f, 0.97f)));
        all.put("madam", (steps, s) -> steps.madam(s[0], s[1], s[3], new MadamStep(0.99f, 0.01f, 3, 10, 0.3f, 0.9f)));
        return all;
    }

    @Test
    void everyStepIsTested() {
        assertEquals(
                Arrays.stream(StepKernels.class.getMethods())
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(steps().keySet()));
    }

    @Test
    void everyStepGivesTheBitsOfTheScalarOneAndTouchesNothingElse() {
        for (Kernels kernels : Providers.all()) {
            for (int length : Providers.lengths(kernels)) {
                for (Map.Entry<String, Step> entry : steps().entrySet()) {
                    float[][] expected = run(new ScalarSteps(), entry.getValue(), length);
                    float[][] actual = run(kernels.steps(), entry.getValue(), length);
                    for (int array = 0; array < expected.length; array++) {
                        assertArrayEquals(
                                expected[array],
                                actual[array],
                                kernels.name() + " " + entry.getKey() + " " + length + ", array " + array);
                    }
                }
            }
        }
    }

    /// Five arrays with what is delicate in them: NaN, infinity and both zeros in weights and gradient. Array 3 holds means
    /// of squares and is not negative.
    private static float[][] run(StepKernels steps, Step step, int length) {
        float[][] arrays = new float[5][];
        Span[] spans = new Span[arrays.length];
        for (int array = 0; array < arrays.length; array++) {
            arrays[array] = Providers.numbers(array + 1, length + 9);
            spans[array] = new Span(arrays[array], array + 1, length);
        }
        for (int i = 0; i < arrays[3].length; i++) {
            arrays[3][i] = Math.abs(arrays[3][i]);
        }
        if (length > 12) {
            arrays[1][4] = Float.NaN;
            arrays[1][5] = Float.POSITIVE_INFINITY;
            arrays[1][6] = -0f;
            arrays[1][7] = 0;
            arrays[3][9] = 0;
            arrays[1][7] = 0; // the gradient of the same weight: 0 / 0 in the rules that divide
            arrays[0][7] = 0;
            arrays[0][8] = Float.NaN;
        }
        step.run(steps, spans);
        return arrays;
    }

    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void noStepAllocatesOnceCompiled() {
        StepKernels kernels = new VectorKernels().steps();
        Span[] spans = new Span[5];
        for (int array = 0; array < spans.length; array++) {
            spans[array] = new Span(new float[4096], 0, 4096);
        }
        for (Map.Entry<String, Step> step : steps().entrySet()) {
            Settling.assertSettles(step.getKey(), () -> step.getValue().run(kernels, spans));
        }
        Settling.assertSettles("all in turn", () -> steps().values().forEach(step -> step.run(kernels, spans)));
    }
}
