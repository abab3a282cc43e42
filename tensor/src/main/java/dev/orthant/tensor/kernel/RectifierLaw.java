package dev.orthant.tensor.kernel;

/// The formulas behind [RectifierKernels], one element at a time.
///
///     ω = π/2 + asin t                      |t| ≤ ½
///     ω = π − 2 asin √((1 − t)/2)           t > ½
///     ω = 2 asin √((1 + t)/2)               t < −½
///     asin s = s + s u P(u),  u = s² ≤ ¼    P: minimax polynomial of this project, error 1.5e-17
///
/// The reduction is that of the C library of Sun Microsystems (fdlibm, 1993). Only operations that IEEE 754 rounds correctly,
/// in a fixed order: scalar and vector kernels give the same bits.
final class RectifierLaw {
    /// P, highest power first.
    static final double[] ARC_SINE = {
        0.028757851367421566,
        -0.014851887071247204,
        0.01740087944269402,
        0.005457506718640358,
        0.01032281435018578,
        0.011479177415184906,
        0.013971212973552933,
        0.017352392720869973,
        0.02237217294214989,
        0.030381944138531247,
        0.04464285714635543,
        0.07499999999998433,
        0.16666666666666669
    };

    static final double INVERSE_PI = 1 / Math.PI; // times Math.PI it is exactly 1: unit variances stay 1
    static final double HALF_PI = Math.PI / 2;

    private RectifierLaw() {}

    static double scale(double q, double r) {
        return Math.sqrt(q * r);
    }

    /// Where the scale is 0, so is c, and t.
    static double correlation(double c, double scale) {
        return Math.min(Math.max(c / Math.max(scale, Double.MIN_NORMAL), -1), 1);
    }

    /// ω above.
    static double angle(double t) {
        double size = Math.abs(t);
        boolean inner = size - 0.5 < 0;
        double u = inner ? size * size : (1 - size) * 0.5;
        double s = inner ? size : Math.sqrt(u);
        double series = ARC_SINE[0];
        for (int k = 1; k < ARC_SINE.length; k++) {
            series = Math.fma(series, u, ARC_SINE[k]);
        }
        double arcSine = Math.fma(s * u, series, s);
        double twice = arcSine + arcSine;
        if (t < 0) {
            return inner ? HALF_PI - arcSine : twice;
        }
        return inner ? HALF_PI + arcSine : Math.PI - twice;
    }

    static double covariance(double half, double product, double scale, double t, double angle) {
        double sine = Math.sqrt((1 - t) * (1 + t));
        double map = Math.max(Math.fma(t, angle, sine) * INVERSE_PI, 0); // near t = -1 it can round to less
        return Math.fma(half, map, product * t) * scale;
    }

    static double slope(double half, double product, double scale, double angle) {
        return scale == 0 ? 0 : Math.fma(half, angle * INVERSE_PI, product);
    }
}
