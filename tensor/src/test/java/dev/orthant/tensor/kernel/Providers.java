package dev.orthant.tensor.kernel;

import java.util.ArrayList;
import java.util.List;

/// What the kernel tests share: which kernels this JVM can run, and numbers to feed them.
final class Providers {
    private Providers() {}

    /// Whether the incubator module is in this JVM: the vector tests run only there.
    static boolean vectorsPresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static List<Kernels> all() {
        List<Kernels> kernels = new ArrayList<>();
        kernels.add(new ScalarKernels());
        if (vectorsPresent()) {
            kernels.add(new VectorKernels());
        }
        return kernels;
    }

    /// 0, 1, lanes − 1, lanes, lanes + 1, 2 lanes + 1, 1000
    static int[] lengths(Kernels kernels) {
        int lanes = kernels.lanes();
        return new int[] {0, 1, lanes - 1, lanes, lanes + 1, 2 * lanes + 1, 1000};
    }

    /// Numbers in (−1, 1) that depend on the seed alone.
    static float[] numbers(int seed, int length) {
        float[] numbers = new float[length];
        int[] words = new int[4];
        for (int i = 0; i < length; i++) {
            Threefry.block(seed, i, Threefry.SEQUENTIAL, words);
            numbers[i] = words[0] * 0x1p-31f;
        }
        return numbers;
    }
}
