package dev.orthant.benchmarks.group;

import java.util.SplittableRandom;

/// Inputs, and how far two results are apart.
final class Numbers {
    /// A float32 operation rounds by at most this much of its result.
    static final double UNIT = 0x1p-24;

    private Numbers() {}

    /// In [-1, 1): sums and products stay far from overflow and from subnormal numbers.
    static float[] uniform(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    /// `max |aᵢ − bᵢ| / max |bᵢ|`; NaN where either holds one.
    static double difference(float[] a, float[] b) {
        double largest = 0;
        double distance = 0;
        for (int i = 0; i < b.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            distance = Math.max(distance, Math.abs((double) a[i] - b[i]));
        }
        return distance == 0 ? 0 : distance / largest;
    }

    /// As for float32.
    static double difference(double[] a, double[] b) {
        double largest = 0;
        double distance = 0;
        for (int i = 0; i < b.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            distance = Math.max(distance, Math.abs(a[i] - b[i]));
        }
        return distance == 0 ? 0 : distance / largest;
    }
}
