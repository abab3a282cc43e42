package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;

/// A Gaussian in place of N(0, T) restricted to f > 0, by matching moments site by site, all sites at once and damped.
///
///     cavity:  p = 1/sᵢ − τᵢ,  v = 1/p,  m = v (μᵢ/sᵢ − νᵢ)
///     matched: a = m/√v,  r = φ(a)/Φ(a),  m₁ = m + r √v,  v₁ = v (1 − r (r + a))
///     target:  τᵢ* = 1/v₁ − p,  νᵢ* = m₁/v₁ − m/v
///
/// The damping follows the residual max(|τ* − τ| s, |ν* − ν| √s): halved where it grew. A constant one cycles on strongly
/// correlated problems. Source: Minka 2001, "Expectation propagation for approximate Bayesian inference"; Cunningham,
/// Hennig and Lacoste-Julien 2011, "Gaussian probabilities and expectation propagation".
///
/// @param sites          τ, ν
/// @param gaussian       N(0, T) times the sites
/// @param logProbability ln Z, EP's value for ln P: no error bar; low by up to about a nat on kernels of images
/// @param iterations     how many were made
/// @param residual       of the last one; converged below 10⁻⁴
record ExpectationPropagation(
        Sites sites, TiltedGaussian gaussian, double logProbability, int iterations, double residual) {
    private static final int MOST_ITERATIONS = 100;
    static final double TOLERANCE = 1e-4;

    static ExpectationPropagation of(Matrix correlation) {
        int size = correlation.rows();
        Sites sites = Sites.none(size);
        TiltedGaussian gaussian = new TiltedGaussian(
                Matrix.zeros(size, size), new double[size], correlation.diagonal(), 0); // sites are 1 so far
        double damping = 0.9;
        double before = Double.POSITIVE_INFINITY;
        for (int iteration = 1; ; iteration++) {
            Moments moments = Moments.match(sites, gaussian);
            double residual = moments.residual(sites, gaussian);
            if (residual < TOLERANCE || iteration > MOST_ITERATIONS) {
                double logProbability = gaussian.logNormaliser() + moments.logTotal();
                return new ExpectationPropagation(sites, gaussian, logProbability, iteration - 1, residual);
            }
            damping = residual > before ? Math.max(0.1, damping / 2) : Math.min(0.9, 1.1 * damping);
            before = residual;
            sites = moments.towards(sites, damping);
            gaussian = TiltedGaussian.of(correlation, sites);
        }
    }

    /// One round of moment matching.
    ///
    /// @param target   τ*, ν*
    /// @param logTotal Σ ln of what makes site i's zeroth moment right
    private record Moments(Sites target, double logTotal) {
        static Moments match(Sites sites, TiltedGaussian gaussian) {
            int size = sites.precision().length;
            Sites target = Sites.none(size);
            double logTotal = 0;
            for (int i = 0; i < size; i++) {
                double tau = sites.precision()[i];
                double nu = sites.shift()[i];
                double s = gaussian.variance()[i];
                double precision = Math.max(1 / s - tau, 1e-10 / s); // positive but for rounding
                double variance = 1 / precision;
                double mean = variance * (gaussian.mean()[i] / s - nu);
                double bound = mean / Math.sqrt(variance);
                double mills = SpecialFunctions.inverseMills(bound);
                double matchedMean = mean + mills * Math.sqrt(variance);
                double matchedVariance = Math.max(variance * (1 - mills * (mills + bound)), 1e-12 * variance);
                target.precision()[i] = Math.max(1 / matchedVariance - precision, 1e-12);
                target.shift()[i] = matchedMean / matchedVariance - mean * precision;
                double ratio = 1 + tau * variance;
                logTotal += SpecialFunctions.logNormalCdf(bound)
                        + Math.log(ratio) / 2
                        - (2 * mean * nu + nu * nu * variance - mean * mean * tau) / (2 * ratio);
            }
            return new Moments(target, logTotal);
        }

        double residual(Sites sites, TiltedGaussian gaussian) {
            double largest = 0;
            for (int i = 0; i < sites.precision().length; i++) {
                double s = gaussian.variance()[i];
                double precision = Math.abs(target.precision()[i] - sites.precision()[i]) * s;
                double shift = Math.abs(target.shift()[i] - sites.shift()[i]) * Math.sqrt(s);
                largest = Math.max(largest, Math.max(precision, shift));
            }
            return largest;
        }

        Sites towards(Sites sites, double damping) {
            Sites next = Sites.none(sites.precision().length);
            for (int i = 0; i < sites.precision().length; i++) {
                next.precision()[i] = sites.precision()[i] + damping * (target.precision()[i] - sites.precision()[i]);
                next.shift()[i] = sites.shift()[i] + damping * (target.shift()[i] - sites.shift()[i]);
            }
            return next;
        }
    }
}
