package dev.orthant.layers.activation;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/// Expectations under two correlated Gaussians by brute force, in polar coordinates, so that functions with a kink or a
/// jump at 0 are smooth between the rays u = 0 and w = 0.
///
///     u = √q ρ cos α,  w = √r ρ cos(α − θ),  cos θ = t
///     E f(u, w) = 1/(2π) ∫∫ f(u, w) ρ exp(−ρ²/2) dρ dα
final class GaussianPlane {
    /// Abscissae and weights of the 8-point Gauss-Legendre rule on [-1, 1] (Abramowitz and Stegun 1964, table 25.4).
    private static final double[] NODES = {
        0.183434642495649804939476, 0.525532409916328985817739, 0.796666477413626739591554, 0.960289856497536231683561
    };

    private static final double[] WEIGHTS = {
        0.362683783378361982965150, 0.313706645877887287337962, 0.222381034453374470544356, 0.101228536290376259152531
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

    private static double integral(
            double from, double to, int panels, java.util.function.DoubleUnaryOperator function) {
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
