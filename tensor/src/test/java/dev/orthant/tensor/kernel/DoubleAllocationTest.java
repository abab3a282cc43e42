package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.tensor.parallel.Parallel;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// As [AllocationTest], for float64.
@EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
class DoubleAllocationTest {
    private static final int SIZE = 70;

    @Test
    void everyKernelIsListed() {
        TreeSet<String> methods = new TreeSet<>(Arrays.stream(DoubleKernels.class.getMethods())
                .map(Method::getName)
                .toList());
        methods.remove("lanes");
        assertEquals(methods, kernels().keySet());
    }

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
            Settling.assertSettles("all in turn", () -> kernels.values().forEach(Runnable::run));
            return true;
        });
    }

    private static Map<String, Runnable> kernels() {
        DoubleKernels kernels = new VectorKernels().doubles();
        double[] x = DoubleKernelsTest.numbers(1, SIZE * SIZE);
        double[] y = DoubleKernelsTest.numbers(2, SIZE * SIZE);
        double[] rotated = DoubleKernelsTest.numbers(3, SIZE * SIZE);
        double[] out = new double[SIZE * SIZE];
        double[] cosines = new double[SIZE];
        double[] sines = new double[SIZE];
        Arrays.fill(cosines, 0.6);
        Arrays.fill(sines, 0.8);
        DoubleView a = DoubleView.rowMajor(x, SIZE, SIZE);
        DoubleView b = DoubleView.rowMajor(y, SIZE, SIZE);
        DoubleView c = DoubleView.rowMajor(out, SIZE, SIZE);
        DoubleView identity = DoubleView.rowMajor(new double[SIZE * SIZE], SIZE, SIZE);
        for (int i = 0; i < SIZE; i++) {
            identity.array()[i * SIZE + i] = 1;
        }
        DoubleView solved = DoubleView.rowMajor(rotated.clone(), SIZE, SIZE);
        Map<String, Runnable> all = new TreeMap<>();
        all.put("multiply", () -> kernels.multiply(1, a, b.transposed(), 0, c));
        all.put("multiplyLower", () -> kernels.multiplyLower(1, a, b, 0.5, c));
        all.put("solveLower", () -> kernels.solveLower(identity, solved));
        all.put("solveUpper", () -> kernels.solveUpper(identity, solved.transposed()));
        all.put("multiplyVector", () -> kernels.multiplyVector(a, y, 0, out, 0));
        all.put("dot", () -> kernels.dot(x, 0, y, 0, x.length));
        all.put("addScaled", () -> kernels.addScaled(1e-9, x, 0, out, 0, x.length));
        all.put("rotate", () -> kernels.rotate(0.6, 0.8, rotated, 0, rotated, 2000, 1999));
        all.put(
                "rotateUpwards",
                () -> kernels.rotateUpwards(DoubleView.rowMajor(rotated, SIZE, SIZE), cosines, sines, 0));
        return all;
    }
}
