package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// No matrix stretches a vector by more than a given factor: its largest singular value is bounded.
///
///     W ← W · min(1, r / σ(W))
///
/// A step onto the ball by scaling, as spectral normalisation does it (Miyato, Kataoka, Koyama and Yoshida 2018, "Spectral
/// normalization for generative adversarial networks", section 2.1, there without the minimum); the nearest point would
/// cut singular values one by one. σ is [SpectralNorm]'s, so that membership is as exact as that. Applies to matrices;
/// biases are free.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(2, 2), 4, 0, 0, 1);   // singular values 4 and 1
/// new SpectralBall(2).project(Weights.of(List.of(new Weight("w", Role.MATRIX, w))));
/// Math.round(1000 * w.at(0, 0));                      // → 2000
/// Math.round(1000 * w.at(1, 1));                      // → 500
/// ```
///
/// @param radius r, more than 0
/// @since 0.1.0
public record SpectralBall(double radius) implements Constraint {
    /// Checks r.
    ///
    /// @throws IllegalArgumentException if it is not more than 0
    public SpectralBall {
        if (!(radius > 0)) {
            throw new IllegalArgumentException("spectral ball: the radius is " + radius + "; it must be more than 0");
        }
    }

    @Override
    public void project(Weights weights) {
        for (Weight weight : weights.all()) {
            if (weight.role() == Role.MATRIX) {
                double sigma = SpectralNorm.of(weight.tensor().matrix());
                if (sigma > radius) {
                    ActiveKernels.get()
                            .scale(
                                    weight.tensor().span(),
                                    (float) (radius / sigma),
                                    weight.tensor().span());
                }
            }
        }
    }
}
