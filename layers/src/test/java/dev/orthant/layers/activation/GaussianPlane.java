package dev.orthant.layers.activation;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Expectations under two correlated Gaussians by brute force, in polar coordinates, so that functions with a kink or a
/// jump at 0 are smooth between the rays u = 0 and w = 0.
///
///     u = √q ρ cos α,  w = √r ρ cos(α − θ),  cos θ = t
///     E f(u, w) = 1/(2π) ∫∫ f(u, w) ρ exp(−ρ²/2) dρ dα
final class GaussianPlane {
    /// Abscissae and weights of the 8-point Gauss-Legendre rule on [-1, 1] (Abramowitz and Stegun 1964, table 25.4).
    private static final double[] NODES = {0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363
    };

    private static final double[] WEIGHTS = {
        0.362683783378362, 0.31370664587788727, 0.22238103445337448, 0.10122853629037626
    };

    private static final double FARTHEST = 14; // exp(−14²/2) = 3e-43
    private static final int PANELS = 28;

    private GaussianPlane() {}

    static double expectation(double q, double r, double t, DoubleBinaryOperator function) {
        double theta = Math.acos(t);
        double[] rays = {Math.PI / 2, 3 * Math.PI / 2, theta + Math.PI / 2, theta - Math.PI / 2 + 2 * Math.PI};
        for (int i = 0; i < rays.length; i++) {
            rays[i] %= 2 * Math.PI;
        }
        Arrays.sort(rays);
        double sum = 0;
        for (int i = 0; i < rays.length; i++) {
            double next = i + 1 < rays.length ? rays[i + 1] : rays[0] + 2 * Math.PI;
            sum += integral(rays[i], next, 12, alpha -> {
                double u = Math.sqrt(q) * Math.cos(alpha);
                double w = Math.sqrt(r) * Math.cos(alpha - theta);
                return integral(
                        0,
                        FARTHEST,
                        PANELS,
                        rho -> function.applyAsDouble(rho * u, rho * w) * rho * Math.exp(-rho * rho / 2));
            });
        }
        return sum / (2 * Math.PI);
    }

    private static double integral(double from, double to, int panels, DoubleUnaryOperator function) {
        double half = (to - from) / panels / 2;
        double sum = 0;
        for (int panel = 0; panel < panels; panel++) {
            double middle = from + (2 * panel + 1) * half;
            for (int i = 0; i < NODES.length; i++) {
                sum += WEIGHTS[i]
                        * half
                        * (function.applyAsDouble(middle - half * NODES[i])
                                + function.applyAsDouble(middle + half * NODES[i]));
            }
        }
        return sum;
    }
}
