package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every method of [FunctionKernels], found by reflection: vector kernels give the bits of the scalar ones.
@EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
class FunctionKernelsTest {
    /// For exponents; `clamp` takes the first two as its bounds.
    private static final float[] FLOATS = {-0.5f, 0.75f, 0, 1, 2, 3, -1, -77, 1e30f};

    /// Below 0; that above 0 is larger by 1.25: either may be 0.
    private static final float[] SLOPES = {-0.5f, 0, -1.25f};

    private static final float[] SPECIAL = {
        Float.NaN,
        0,
        -0f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1,
        -1,
        88.72284f,
        -103.97208f,
        65536.5f,
        1e-20f,
    };

    /// In (−1, 1): one list for all, for the streams are slow one number at a time.
    private static final float[] NUMBERS = Providers.numbers(1, 3 * Pieces.NUMBERS + 5000);

    static List<Method> methods() {
        return Arrays.stream(FunctionKernels.class.getMethods())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void vectorKernelsGiveTheBitsOfTheDefinition(Method method) {
        for (float exponent : firstNumbers(method)) {
            for (int length : Providers.lengths(new VectorKernels())) {
                float[] expected = run(new ScalarFunctions(), method, length, exponent);
                float[] actual = run(new VectorFunctions(), method, length, exponent);
                assertArrayEquals(expected, actual, method.getName() + " of " + length + ", exponent " + exponent);
            }
        }
    }

    private static float[] firstNumbers(Method method) {
        if (method.getName().startsWith("power")) {
            return FLOATS;
        }
        return method.getName().startsWith("piecewise") ? SLOPES : new float[] {FLOATS[0]};
    }

    @Test
    void aSlopeOfZeroMakesItsSideZeroBesideWhatIsInfinite() {
        float[] numbers = {Float.NEGATIVE_INFINITY, -1, 0, 1, Float.POSITIVE_INFINITY, Float.NaN};
        float[] upstream = new float[numbers.length];
        Arrays.fill(upstream, Float.POSITIVE_INFINITY);
        float[] out = new float[numbers.length];
        for (Kernels kernels : Providers.all()) {
            FunctionKernels functions = kernels.functions();
            functions.piecewiseLinear(span(numbers), 0, 2, span(out));
            assertArrayEquals(new float[] {0, 0, 0, 2, Float.POSITIVE_INFINITY, Float.NaN}, out, kernels.name());
            functions.piecewiseLinear(span(numbers), 2, 0, span(out));
            assertArrayEquals(new float[] {Float.NEGATIVE_INFINITY, -2, 0, 0, 0, Float.NaN}, out, kernels.name());
            functions.piecewiseLinearGradient(span(upstream), span(numbers), 0, 2, span(out));
            float infinite = Float.POSITIVE_INFINITY;
            assertArrayEquals(new float[] {0, 0, 0, infinite, infinite, 0}, out, kernels.name());
        }
    }

    private static Span span(float[] numbers) {
        return new Span(numbers, 0, numbers.length);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theOutputMayBeAnInput(Method method) {
        int length = 1000;
        int inputs = spans(method) - 1;
        for (int same = 0; same < inputs; same++) {
            Span[] spans = new Span[inputs + 1];
            for (int i = 0; i <= inputs; i++) {
                spans[i] = new Span(mixture(i + 1, length + i), i, length);
            }
            invoke(new VectorFunctions(), method, spans, FLOATS[0]);
            float[] expected = Arrays.copyOfRange(spans[inputs].array(), inputs, inputs + length);
            spans[same] = new Span(mixture(same + 1, length + same), same, length); // inputs are unchanged, but be sure
            spans[inputs] = spans[same];
            invoke(new VectorFunctions(), method, spans, FLOATS[0]);
            float[] actual = Arrays.copyOfRange(spans[same].array(), same, same + length);
            assertArrayEquals(expected, actual, method.getName() + " over its input " + same);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameBitsForAnyNumberOfThreads(Method method) throws Exception {
        int length = 3 * Pieces.NUMBERS + 5;
        float[] alone = Parallel.withThreads(1, () -> run(new VectorFunctions(), method, length, FLOATS[1]));
        for (int threads : new int[] {2, 3, 8}) {
            float[] together =
                    Parallel.withThreads(threads, () -> run(new VectorFunctions(), method, length, FLOATS[1]));
            assertArrayEquals(alone, together, method.getName() + " on " + threads + " threads");
        }
    }

    @Test
    void kernelsAllocateNothingAtSteadyStateAloneAndInTurn() throws Exception {
        FunctionKernels kernels = new VectorFunctions();
        Parallel.withThreads(1, () -> {
            Map<String, Runnable> all = new LinkedHashMap<>();
            for (Method method : methods()) {
                Span[] spans = new Span[spans(method)];
                for (int i = 0; i < spans.length; i++) {
                    spans[i] = new Span(Providers.numbers(i + 1, 2053), i, 2048);
                }
                all.put(method.getName(), () -> invoke(kernels, method, spans, FLOATS[1]));
            }
            // In turn first: they are then compiled side by side, which takes a fraction of the time.
            Settling.assertSettles("all in turn", () -> all.values().forEach(Runnable::run), all.size());
            all.forEach(Settling::assertSettles);
            return true;
        });
    }

    private static float[] run(FunctionKernels kernels, Method method, int length, float number) {
        Span[] spans = new Span[spans(method)];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = new Span(mixture(i + 1, length + 7), i + 2, length);
        }
        invoke(kernels, method, spans, number);
        return spans[spans.length - 1].array();
    }

    private static int spans(Method method) {
        return (int) Arrays.stream(method.getParameterTypes())
                .filter(type -> type == Span.class)
                .count();
    }

    private static void invoke(FunctionKernels kernels, Method method, Span[] spans, float number) {
        Object[] arguments = new Object[method.getParameterCount()];
        int span = 0;
        float next = number;
        for (int i = 0; i < arguments.length; i++) {
            if (method.getParameterTypes()[i] == Span.class) {
                arguments[i] = spans[span++];
            } else {
                arguments[i] = next;
                next += 1.25f; // the upper bound of a clamp
            }
        }
        try {
            method.invoke(kernels, arguments);
        } catch (IllegalAccessException | InvocationTargetException failed) {
            throw new LinkageError(method.getName(), failed);
        }
    }

    /// Numbers of ordinary sizes, of all sizes, and the special ones, in turn.
    private static float[] mixture(int seed, int length) {
        float[] numbers = Arrays.copyOfRange(NUMBERS, 997 * seed, 997 * seed + length);
        for (int i = 0; i < length; i++) {
            numbers[i] = switch (i % 4) {
                case 0 -> numbers[i] * 3;
                case 1 -> numbers[i] * 100;
                case 2 -> Float.intBitsToFloat((int) (numbers[i] * 0x1p31f));
                default -> SPECIAL[(i / 4 * seed) % SPECIAL.length];
            };
        }
        return numbers;
    }
}
