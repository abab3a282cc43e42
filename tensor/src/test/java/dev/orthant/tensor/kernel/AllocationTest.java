package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// A vector kernel that allocates is one in which C2 made objects of vectors: right, and a hundred times too slow.
@EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
class AllocationTest {
    private static final int LENGTH = 4096;

    /// Those of the other families ([Kernels#rows] and so on) are in tests of their own.
    @Test
    void everyKernelIsListed() {
        TreeSet<String> methods = new TreeSet<>();
        for (Method method : Kernels.class.getMethods()) {
            if (method.getParameterCount() > 0) {
                methods.add(method.getName());
            }
        }
        TreeSet<String> listed = new TreeSet<>();
        kernels().keySet().forEach(name -> listed.add(name.split(",", -1)[0]));
        assertEquals(methods, listed);
    }

    @Test
    void kernelsAllocateNothingAtSteadyStateAlone() throws Exception {
        Parallel.withThreads(1, () -> {
            for (Map.Entry<String, Runnable> kernel : kernels().entrySet()) {
                Settling.assertSettles(kernel.getKey(), kernel.getValue());
            }
            return true;
        });
    }

    @Test
    void kernelsAllocateNothingWhenCalledAfterEachOther() throws Exception {
        Parallel.withThreads(1, () -> {
            Map<String, Runnable> kernels = kernels();
            Settling.assertSettles("all in turn", () -> kernels.values().forEach(Runnable::run));
            return true;
        });
    }

    private static Map<String, Runnable> kernels() {
        Kernels kernels = new VectorKernels();
        Span a = new Span(Providers.numbers(1, LENGTH), 0, LENGTH);
        Span b = new Span(Providers.numbers(2, LENGTH), 0, LENGTH);
        Span out = new Span(new float[LENGTH], 0, LENGTH);
        MatrixView left = new MatrixView(a.array(), 0, 64, 64, 64);
        MatrixView right = new MatrixView(b.array(), 0, 64, 64, 64);
        MatrixView product = new MatrixView(out.array(), 0, 64, 64, 64);
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("add", () -> kernels.add(a, b, out));
        all.put("subtract", () -> kernels.subtract(a, b, out));
        all.put("multiply", () -> kernels.multiply(a, b, out));
        all.put("scale", () -> kernels.scale(a, 2, out));
        all.put("addScaled", () -> kernels.addScaled(out, 1e-9f, a));
        all.put("shiftAndScale", () -> kernels.shiftAndScale(a, 1, 2, out));
        all.put("scaledRelu", () -> kernels.scaledRelu(a, 2, out));
        all.put("scaledWherePositive", () -> kernels.scaledWherePositive(a, b, 2, out));
        all.put("sum", () -> kernels.sum(a));
        all.put("dot", () -> kernels.dot(a, b));
        all.put("sumOfSquares", () -> kernels.sumOfSquares(a));
        all.put("uniform", () -> kernels.uniform(1, 0, out));
        all.put("gaussian", () -> kernels.gaussian(1, 0, out));
        all.put("multiply, matrices", () -> kernels.multiply(left, right, product));
        all.put("multiplyTransposedRight", () -> kernels.multiplyTransposedRight(left, right, product));
        all.put("multiplyTransposedLeft", () -> kernels.multiplyTransposedLeft(left, right, product));
        all.put(
                "multiplyTransposedRight, five rows",
                () -> kernels.multiplyTransposedRight(left.rowRange(0, 5), right, product.rowRange(0, 5)));
        all.put(
                "multiplyTransposedRight, one row",
                () -> kernels.multiplyTransposedRight(left.rowRange(0, 1), right, product.rowRange(0, 1)));
        all.put("multiply, five rows", () -> kernels.multiply(left.rowRange(0, 5), right, product.rowRange(0, 5)));
        all.put("addProduct", () -> kernels.addProduct(left.rowRange(0, 6), right, product.rowRange(0, 6)));
        all.put("multiply, one row", () -> kernels.multiply(left.rowRange(0, 1), right, product.rowRange(0, 1)));
        return all;
    }
}
