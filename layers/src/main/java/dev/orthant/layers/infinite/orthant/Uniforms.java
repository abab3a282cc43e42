package dev.orthant.layers.infinite.orthant;

import java.util.random.RandomGenerator;

/// Uniform numbers in the open interval (0, 1): the middle of one of 2⁵³ equal parts.
final class Uniforms {
    private Uniforms() {}

    static double open(RandomGenerator random) {
        return Math.min(((random.nextLong() >>> 11) + 0.5) * 0x1p-53, Math.nextDown(1.0));
    }

    static double[] open(RandomGenerator random, int count) {
        double[] numbers = new double[count];
        for (int p = 0; p < count; p++) {
            numbers[p] = open(random);
        }
        return numbers;
    }
}
