package dev.orthant.layers.infinite.meanfield;

import dev.orthant.layers.infinite.DualActivation;
import java.util.function.DoubleUnaryOperator;

/// The fixed points of a deep network of one nonlinearity, z ↦ W φ(z) + b in every layer, and how fast signals reach them.
///
///     q ↦ σ_w² E φ(√q z)² + σ_b²                                   variance of one example
///     t ↦ (σ_w² T(t q*, q*, q*) + σ_b²)/q*                         correlation of two, at variance q*
///     χ(t) = σ_w² D(t q*, q*, q*)                                  derivative of the second map
///
/// Perturbations of a correlation t* shrink by χ(t*) per layer, so they reach −1/ln χ layers deep. χ(1) < 1: all examples
/// become one ("ordered"); χ(1) > 1: neighbours part ("chaotic"). Source: Poole, Lahiri, Raghu, Sohl-Dickstein and
/// Ganguli 2016; Schoenholz, Gilmer, Ganguli and Sohl-Dickstein 2017, "Deep information propagation".
///
/// ```java
/// new MeanField(new Relu(), 2, 0).variances(1, 3);            // → [1.0, 1.0, 1.0, 1.0]
/// MeanField ordered = new MeanField(new Relu(), 1, 0.5);      // q ↦ (q + 1)/2
/// ordered.variances(3, 2);                                    // → [3.0, 2.0, 1.5]
/// (float) ordered.fixedVariance();                            // → 1.0
/// (float) ordered.chiOne();                                   // → 0.5
/// ordered.depthScale();                                       // → 1.4426…
/// ```
///
/// @param activation     φ
/// @param weightVariance σ_w², more than 0
/// @param biasVariance   σ_b², at least 0
/// @since 0.1.0
public record MeanField(DualActivation activation, double weightVariance, double biasVariance) {
    /// Checks the variances.
    ///
    /// @throws IllegalArgumentException if one is out of range
    public MeanField {
        if (!(weightVariance > 0) || !(biasVariance >= 0)) {
            throw new IllegalArgumentException("mean field: weight variance " + weightVariance + " and bias variance "
                    + biasVariance + " came; they must be more than 0 and at least 0");
        }
    }

    /// {@return the variance after one more layer}
    ///
    /// @param q variance, at least 0
    public double nextVariance(double q) {
        return weightVariance * activation.variance(q) + biasVariance;
    }

    /// {@return the variances of layers 0, 1, …, `layers`, beginning with `first`}
    ///
    /// @param first  variance of the inputs, at least 0
    /// @param layers how many layers follow, at least 0
    public double[] variances(double first, int layers) {
        double[] variances = new double[layers + 1];
        variances[0] = first;
        for (int layer = 1; layer <= layers; layer++) {
            variances[layer] = nextVariance(variances[layer - 1]);
        }
        return variances;
    }

    /// q*: where the variance goes from 1. Found by bisection, because the iteration itself crawls near criticality.
    ///
    /// @return 0 if it vanishes, infinity if it grows without bound, 1 if it stays where it is
    public double fixedVariance() {
        return Roots.attractor(this::nextVariance, 1);
    }

    /// {@return χ(1) at q*: the factor by which a small difference of two examples (and a gradient, backwards) grows
    /// per layer}
    public double chiOne() {
        double q = fixedVariance();
        return chi(q, 1);
    }

    /// {@return the correlation after one more layer, at variance q*}
    ///
    /// @param correlation in [-1, 1]
    public double nextCorrelation(double correlation) {
        double q = requireFinite(fixedVariance());
        return correlationMap(q).applyAsDouble(correlation);
    }

    /// {@return t*: where the correlation of two examples goes, if it is positive at first; 1 in the ordered phase}
    public double fixedCorrelation() {
        double q = requireFinite(fixedVariance());
        if (chi(q, 1) <= 1) {
            return 1;
        }
        DoubleUnaryOperator map = correlationMap(q);
        if (map.applyAsDouble(0) <= 0) {
            return 0; // mean 0 and no bias: orthogonal examples stay so, and all others become so, as the map is convex
        }
        return Roots.bisect(t -> map.applyAsDouble(t) - t, 0, 1 - 1e-9);
    }

    /// {@return χ(t*): by this factor correlations approach t* per layer}
    public double chiAtFixedCorrelation() {
        return chi(fixedVariance(), fixedCorrelation());
    }

    /// {@return −1/ln χ(t*): how many layers the memory of the inputs' correlation lasts; infinite at criticality}
    public double depthScale() {
        double chi = chiAtFixedCorrelation();
        return chi == 1 ? Double.POSITIVE_INFINITY : -1 / Math.log(chi);
    }

    private double chi(double q, double correlation) {
        double variance = requireFinite(q);
        return weightVariance * activation.slope(correlation * variance, variance, variance);
    }

    private DoubleUnaryOperator correlationMap(double q) {
        return t -> (weightVariance * activation.covariance(t * q, q, q) + biasVariance) / q;
    }

    private double requireFinite(double q) {
        if (!(q > 0 && q < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("mean field: the variance goes to " + q + " for " + this
                    + "; a finite fixed point above 0 is required; change the weight or the bias variance");
        }
        return q;
    }
}
