package dev.orthant.layers.infinite;

/// What an information content says about errors on new examples.
///
/// With probability at least 1 − δ over the n training examples, a network drawn at random among those that fit them has
///
///     error ≤ 1 − exp(−(C + ln(2n/δ)) / (n − 1)),   C = −ln P[a random network fits the labels], or an upper bound
///
/// Source: Bernstein and Yue 2021, "Computing the information content of trained neural networks" (arXiv 2103.01045). The value may exceed 1/2, where it says nothing about
/// two classes; it is not clipped.
///
/// ```java
/// PacBayes.riskBound(100, 1000, 0.01);                            // → 0.1062…
/// // labels that are coins take n ln 2: nothing follows about new examples
/// PacBayes.riskBound(1000 * Math.log(2), 1000, 0.01) > 0.5;       // → true
/// PacBayes.riskBound(Double.POSITIVE_INFINITY, 1000, 0.01);       // → 1.0
/// ```
///
/// @since 0.1.0
public final class PacBayes {
    private PacBayes() {}

    /// {@return the bound above, in [0, 1]}
    ///
    /// @param informationContent C in nats, at least 0; infinite if no network fits
    /// @param examples           n, at least 2
    /// @param delta              δ, the probability that the bound fails, in (0, 1)
    /// @throws IllegalArgumentException if an argument is out of range
    public static double riskBound(double informationContent, int examples, double delta) {
        if (!(informationContent >= 0)) {
            throw new IllegalArgumentException("risk bound: information content is " + informationContent
                    + "; it is minus the logarithm of a probability and must be at least 0");
        }
        if (examples < 2) {
            throw new IllegalArgumentException("risk bound: " + examples + " examples came; at least 2 are required");
        }
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("risk bound: delta is " + delta + " but must lie in (0, 1)");
        }
        return -Math.expm1(-(informationContent + Math.log(2.0 * examples / delta)) / (examples - 1));
    }
}
