package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// As [AllocationTest], for every method of the convolution and pooling kernels.
@EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
class ConvolutionAllocationTest {
    private static final Map<String, ConvolutionShape> SHAPES = Map.of(
            "3x3 in rows", new ConvolutionShape(2, 8, 8, 16, 16, 3, 3, 1, 1, 1, Padding.zero(1)),
            "3x3 in rows, two vectors", new ConvolutionShape(1, 8, 8, 16, 32, 3, 3, 1, 1, 1, Padding.zero(1)),
            "3x3 stride 2", new ConvolutionShape(2, 8, 8, 16, 48, 3, 3, 2, 1, 1, Padding.zero(1)),
            "5x5 odd channels", new ConvolutionShape(1, 7, 7, 3, 37, 5, 5, 1, 1, 1, Padding.zero(2)),
            "tiles partly empty", new ConvolutionShape(2, 8, 9, 1, 6, 5, 5, 1, 1, 1, Padding.zero(2)),
            "few channels", new ConvolutionShape(2, 8, 8, 3, 37, 3, 3, 1, 1, 1, Padding.zero(1)),
            "1x1", new ConvolutionShape(2, 6, 6, 32, 32, 1, 1, 1, 1, 1, Padding.valid()),
            "circular", new ConvolutionShape(1, 6, 6, 4, 16, 3, 3, 1, 1, 1, Padding.circular(1)),
            "groups", new ConvolutionShape(1, 6, 6, 32, 32, 3, 3, 1, 1, 2, Padding.zero(1)),
            "depthwise", new ConvolutionShape(1, 9, 9, 37, 37, 3, 3, 1, 1, 37, Padding.zero(1)));

    @Test
    void kernelsAllocateNothingAtSteadyStateAlone() throws Exception {
        Parallel.withThreads(1, () -> {
            kernels().forEach(Settling::assertSettles);
            return true;
        });
    }

    @Test
    void kernelsAllocateNothingWhenCalledAfterEachOther() throws Exception {
        Parallel.withThreads(1, () -> {
            Map<String, Runnable> kernels = kernels();
            Runnable inTurn = () -> kernels.values().forEach(Runnable::run);
            Settling.assertSettles("all in turn", inTurn, kernels.size());
            return true;
        });
    }

    private static Map<String, Runnable> kernels() {
        Map<String, Runnable> all = new LinkedHashMap<>();
        SHAPES.forEach(
                (name, shape) -> convolution(shape).forEach((method, call) -> all.put(method + " " + name, call)));
        all.putAll(pooling(new PoolingShape(2, 8, 8, 37, 3, 3, 2, 1, 1)));
        pooling(new PoolingShape(2, 8, 8, 37, 2, 2, 2, 0, 0))
                .forEach((name, call) -> all.put(name + " side by side", call));
        all.put("maximumValues of few channels", fewChannels());
        return all;
    }

    private static Map<String, Runnable> convolution(ConvolutionShape shape) {
        ConvolutionKernels kernels = new VectorKernels().convolution();
        Span x = span(shape.input());
        Span w = span(shape.weights());
        Span y = span(shape.output());
        Span result = span(shape.input());
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("forward", () -> kernels.forward(shape, x, w, y));
        calls.put("forwardWithBias", () -> kernels.forwardWithBias(shape, x, w, x.part(0, shape.outChannels()), y));
        calls.put("winogradForward", () -> kernels.winogradForward(shape, x, w, y));
        calls.put("inputGradient", () -> kernels.inputGradient(shape, y, w, result));
        calls.put("weightGradient", () -> kernels.weightGradient(shape, x, y, w));
        assertCallsEveryMethod(ConvolutionKernels.class, calls);
        if (shape.taps() != 9 || shape.stride() > 1 || shape.groups() > 1) {
            calls.remove("winogradForward"); // an error there
        }
        return calls;
    }

    private static Map<String, Runnable> pooling(PoolingShape shape) {
        PoolingKernels kernels = new VectorKernels().pooling();
        Span x = span(shape.input());
        Span y = span(shape.output());
        Span gradient = span(shape.input());
        int[] positions = new int[shape.output().size()];
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("maximum", () -> kernels.maximum(shape, x, y, positions));
        calls.put("gradientAtMaximum", () -> kernels.gradientAtMaximum(shape, x, y, gradient));
        calls.put("maximumValues", () -> kernels.maximumValues(shape, x, y));
        calls.put("maximumGradient", () -> kernels.maximumGradient(shape, y, positions, x));
        calls.put("average", () -> kernels.average(shape, x, y));
        calls.put("averageGradient", () -> kernels.averageGradient(shape, y, x));
        assertCallsEveryMethod(PoolingKernels.class, calls);
        return calls;
    }

    private static Runnable fewChannels() {
        PoolingKernels kernels = new VectorKernels().pooling();
        PoolingShape shape = new PoolingShape(2, 28, 28, 3, 2, 2, 2, 0, 0);
        Span x = span(shape.input());
        Span y = span(shape.output());
        return () -> kernels.maximumValues(shape, x, y);
    }

    /// A kernel that is added to the interface and not to this test fails here.
    private static void assertCallsEveryMethod(Class<?> kernels, Map<String, Runnable> calls) {
        Set<String> methods =
                Arrays.stream(kernels.getMethods()).map(Method::getName).collect(Collectors.toSet());
        assertEquals(methods, calls.keySet());
    }

    private static Span span(Shape shape) {
        return new Span(Providers.numbers(1, shape.size()), 0, shape.size());
    }
}
