package dev.orthant.layers.infinite;

/// Which features a [KernelBlock] is the covariance of.
///
/// ```java
/// KernelBlock inputs = KernelBlock.ofInputs(Tensor.zeros(Shape.of(1, 784)));
/// inputs.features();                              // → Features[width=784, gaussian=false, randomLayers=0]
/// Linear.of(100).kernel(inputs).features();       // → Features[width=100, gaussian=true, randomLayers=1]
/// ```
///
/// @param width        how many there are per example in the finite network: the fan-in of a linear layer that follows,
///                     at least 1
/// @param gaussian     true if they are a Gaussian process: only then do the formulas of nonlinear layers hold. A random
///                     affine layer makes it true, a nonlinearity makes it false.
/// @param randomLayers random affine layers on the path through the network that has the fewest; two branches of a sum are
///                     independent if every path through each has one of its own
/// @since 0.1.0
public record Features(int width, boolean gaussian, int randomLayers) {
    /// Checks that the numbers are in range.
    ///
    /// @throws IllegalArgumentException if the width is less than 1 or the number of layers negative
    public Features {
        if (width < 1 || randomLayers < 0) {
            throw new IllegalArgumentException("features: width is " + width + " and random layers " + randomLayers
                    + "; they must be at least 1 and at least 0");
        }
    }

    Features afterRandomLayer() {
        return new Features(width, true, randomLayers + 1);
    }

    Features afterNonlinearity() {
        return new Features(width, false, randomLayers);
    }

    Features withWidth(int other) {
        return new Features(other, gaussian, randomLayers);
    }

    /// Of the sum of two branches. A branch that adds its input (`x + W x`) depends on x through the shorter path.
    Features plus(Features other) {
        return new Features(width, gaussian && other.gaussian, Math.min(randomLayers, other.randomLayers));
    }
}
