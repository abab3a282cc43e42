package dev.orthant.tensor.kernel;

/// Functions that java.lang.Math lacks, in float64, to 1e-13 relative.
final class References {
    private References() {}

    static double sigmoid(double x) {
        return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double silu(double x) {
        return x == Double.NEGATIVE_INFINITY ? 0 : x * sigmoid(x);
    }

    static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? 0 : x * normal(x);
    }

    /// Φ(x) = ½ erfc(−x/√2)
    static double normal(double x) {
        return x < -2 ? normalTail(-x) : 0.5 + 0.5 * erf(x / Math.sqrt(2));
    }

    /// φ(x)
    static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /// The series erf x = 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, all terms of one sign (Abramowitz and Stegun 1964, 7.1.6).
    static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return Double.isNaN(x) ? x : 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    /// Laplace's continued fraction Φ(−t) = φ(t) / (t + 1/(t + 2/(t + …))) (Abramowitz and Stegun 1964, 26.2.14), for t ≥ 2.
    private static double normalTail(double t) {
        double fraction = t;
        for (int k = 150; k > 0; k--) {
            fraction = t + k / fraction;
        }
        return density(t) / fraction;
    }
}
