package dev.orthant.layers.infinite.meanfield;

import dev.orthant.layers.infinite.DualActivation;

/// Which classifier a network becomes as both its width and its depth grow: inputs on the unit sphere, no biases,
/// E φ(z)² = 1.
///
///     κ(x) = Σ_k a_k² xᵏ,  κ(1) = 1        NNGP of L layers: κ applied L times
///     NTK: x_{l+1} = κ(x_l),  K_{l+1} = κ(x_l) + K_l κ′(x_l),  K_0 = x_0
///
///     a₀ ≠ 0          the kernel tends to a constant off the diagonal: the majority of all labels
///     a₀ = a₁ = 0     it decays doubly exponentially: the nearest neighbour's label
///     a₀ = 0, a₁ ≠ 0  divided by a₁²ᴸ it tends to ψ(x), singular at 1 as (1 − x)^−α, α = −ln a₁²/ln κ′(1): a vote with
///                     singular weights, consistent if 2α is the dimension of the sphere
///
/// Source: Radhakrishnan, Belkin and Uhler 2023, "Wide and deep neural networks achieve consistency for classification"
/// (arXiv 2204.14126).
///
/// ```java
/// InfiniteDepth.Kind relu = new InfiniteDepth(new Relu()).kind();             // → MAJORITY_VOTE
/// new InfiniteDepth(HermiteSeries.of(0, 0, 1)).kind();                        // → NEAREST_NEIGHBOUR
/// InfiniteDepth cubic = new InfiniteDepth(HermiteSeries.of(0, 1, 0, 1));      // κ(x) = (x + x³)/2, κ′(1) = 2
/// cubic.kind();                                                               // → SINGULAR_KERNEL
/// (float) cubic.exponent();                                                   // → 1.0
/// ```
///
/// @param activation φ, of any scale: it is divided by √(E φ²)
/// @since 0.1.0
public record InfiniteDepth(DualActivation activation) {
    /// The classifier.
    public enum Kind {
        /// a₀ ≠ 0: the prediction is the label that most training examples have.
        MAJORITY_VOTE,
        /// a₀ = a₁ = 0: the prediction is the label of the nearest training example.
        NEAREST_NEIGHBOUR,
        /// a₀ = 0, a₁ ≠ 0: every training example votes, near ones with weights that grow without bound.
        SINGULAR_KERNEL
    }

    /// {@return which of the three, judged by a₀² and a₁² beyond 10⁻¹² of E φ²}
    public Kind kind() {
        double unit = activation.variance(1);
        double mean = activation.mean(1);
        if (mean * mean > 1e-12 * unit) {
            return Kind.MAJORITY_VOTE;
        }
        return linearPart() > 1e-12 ? Kind.SINGULAR_KERNEL : Kind.NEAREST_NEIGHBOUR;
    }

    /// {@return a₁², how much of φ is linear, in [0, 1]}
    public double linearPart() {
        return activation.slope(0, 1, 1) / activation.variance(1);
    }

    /// {@return α above: ψ grows as (1 − x)^−α, that is, as the distance to the power −2α}
    ///
    /// @throws IllegalArgumentException if this is not a singular kernel
    public double exponent() {
        requireSingular();
        return -Math.log(linearPart()) / Math.log(activation.slope(1, 1, 1) / activation.variance(1));
    }

    /// {@return ψ(x) = lim κᴸ(x)/a₁²ᴸ, of the NNGP}
    ///
    /// @param x inner product of two examples, in (-1, 1)
    /// @throws IllegalArgumentException if this is not a singular kernel
    public double psi(double x) {
        requireSingular();
        double linear = linearPart();
        double unit = activation.variance(1);
        double current = x;
        double psi = x;
        // κ(x)/(a₁² x) tends to 1, at least as fast as a₁² to powers of the depth
        for (int layer = 0; layer < 1_000_000 && Math.abs(current) > 1e-200; layer++) {
            double next = activation.covariance(current, 1, 1) / unit;
            double ratio = next / (linear * current);
            psi *= ratio;
            if (Math.abs(ratio - 1) < 1e-17) {
                break;
            }
            current = next;
        }
        return psi;
    }

    /// {@return the NTK of `layers` layers divided by layers · a₁^(2 · layers)} It tends to ψ(x), for layers much more
    /// than 1/(1 − x).
    ///
    /// @param x      inner product of two examples, in [-1, 1]
    /// @param layers at least 1
    /// @throws IllegalArgumentException if this is not a singular kernel
    public double scaledNtk(double x, int layers) {
        requireSingular();
        double linear = linearPart();
        double unit = activation.variance(1);
        double current = x;
        double nngp = x; // over a₁^(2 layer)
        double ntk = x; // likewise
        for (int layer = 0; layer < layers; layer++) {
            double next = activation.covariance(current, 1, 1) / unit;
            double slope = activation.slope(current, 1, 1) / unit;
            nngp *= current == 0 ? 1 : next / (linear * current);
            ntk = nngp + ntk * (slope / linear);
            current = Math.abs(next) > 1e-200 ? next : 0;
        }
        return ntk / layers;
    }

    private void requireSingular() {
        if (kind() != Kind.SINGULAR_KERNEL) {
            throw new IllegalArgumentException("infinite depth: " + activation + " becomes " + kind()
                    + "; a singular kernel needs mean 0 and a linear part");
        }
    }
}
