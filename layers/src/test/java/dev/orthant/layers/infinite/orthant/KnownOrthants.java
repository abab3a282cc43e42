package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Correlation matrices with structure, and the problems made of them.
final class KnownOrthants {
    private KnownOrthants() {}

    static Matrix equicorrelated(int size, double correlation) {
        return Matrix.fill(size, size, (i, j) -> i == j ? 1 : correlation);
    }

    static int[] ones(int count) {
        int[] labels = new int[count];
        Arrays.fill(labels, 1);
        return labels;
    }

    static Matrix oneFactor(int size, IntToDoubleFunction loading) {
        return Matrix.fill(size, size, (i, j) -> i == j ? 1 : loading.applyAsDouble(i) * loading.applyAsDouble(j));
    }

    static Matrix autoregressive(int size, double correlation, int run) {
        return Matrix.fill(
                size, size, (i, j) -> Math.pow(correlation, Math.abs(i - j)) * (i / run % 2 == j / run % 2 ? 1 : -1));
    }

    static Matrix randomWalk(int size) {
        return Matrix.fill(size, size, (i, j) -> Math.min(i + 1, j + 1) / Math.sqrt((i + 1.0) * (j + 1)));
    }

    static Matrix grid(int side) {
        return Matrix.fill(
                side * side,
                side * side,
                (i, j) -> Math.exp(-Math.hypot(i / side - j / side, i % side - j % side) / 5));
    }

    static List<KnownOrthant> all() {
        return List.of(
                new KnownOrthant("equicorrelated 0.5", equicorrelated(10, 0.5), -Math.log(11), 0),
                new KnownOrthant("equicorrelated 0.2", equicorrelated(50, 0.2), -8.5666, 0.00005),
                new KnownOrthant("equicorrelated 0.9", equicorrelated(50, 0.9), -1.4722, 0.00005),
                new KnownOrthant(
                        "one factor 0.5, every fifth negative",
                        oneFactor(50, i -> Math.sqrt(0.5) * (i % 5 == 0 ? -1 : 1)),
                        -26.984540296664,
                        0),
                new KnownOrthant("autoregressive, runs of 7", autoregressive(100, 0.9, 7), -48.890569909619, 0),
                new KnownOrthant("random walk", randomWalk(100), -2.876200030711, 0),
                new KnownOrthant(
                        "one factor 0.3, every third negative",
                        oneFactor(120, i -> Math.sqrt(0.3) * (i % 3 == 0 ? -1 : 1)),
                        -78.318758308432,
                        0),
                new KnownOrthant("grid", grid(10), -5.3450, 0.0006));
    }
}
