package dev.orthant.layers.infinite.meanfield;

import java.util.function.DoubleUnaryOperator;

/// Zeros of functions of one variable by bisection: slow, and never wrong about a change of sign.
final class Roots {
    private Roots() {}

    /// Where the iteration x ↦ map(x), x > 0, goes from `start`.
    ///
    /// The iteration moves up where map(x) > x and down where map(x) < x, so its limit lies at the next change of sign in
    /// that direction.
    static double attractor(DoubleUnaryOperator map, double start) {
        double rise = map.applyAsDouble(start) - start;
        if (Math.abs(rise) <= 1e-15 * start) {
            return start;
        }
        double from = start;
        double factor = rise > 0 ? 2 : 0.5;
        while (true) {
            double to = from * factor;
            if (to > 1e100) {
                return Double.POSITIVE_INFINITY;
            }
            if (to < 1e-100) {
                return 0;
            }
            double next = map.applyAsDouble(to) - to;
            if (next > 0 != rise > 0) {
                return bisect(x -> map.applyAsDouble(x) - x, Math.min(from, to), Math.max(from, to));
            }
            from = to;
        }
    }

    /// The zero of a function between two places at which its signs differ.
    static double bisect(DoubleUnaryOperator function, double left, double right) {
        double a = left;
        double b = right;
        boolean positive = function.applyAsDouble(a) > 0;
        for (int i = 0; i < 2000; i++) {
            double middle = a + (b - a) / 2;
            if (middle == a || middle == b) {
                return middle;
            }
            if (function.applyAsDouble(middle) > 0 == positive) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return a;
    }

    /// f′(x) for x > 0: central differences with steps x/10, x/20, x/40 and x/80, extrapolated to 0 (Richardson). The error
    /// is of order (step/x)⁸ and of the rounding error of f times 80.
    static double derivative(DoubleUnaryOperator function, double x) {
        double[] table = new double[4];
        double step = x / 10;
        for (int row = 0; row < table.length; row++) {
            double previous = table[0];
            table[0] = (function.applyAsDouble(x + step) - function.applyAsDouble(x - step)) / (2 * step);
            double factor = 4;
            for (int column = 1; column <= row; column++) {
                double above = table[column];
                table[column] = table[column - 1] + (table[column - 1] - previous) / (factor - 1);
                previous = above;
                factor *= 4;
            }
            step /= 2;
        }
        return table[table.length - 1];
    }
}
