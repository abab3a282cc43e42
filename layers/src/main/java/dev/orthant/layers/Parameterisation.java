package dev.orthant.layers;

/// With respect to which variables a layer's gradients are taken: it decides the NTK, never the NNGP.
///
/// ```java
/// KernelBlock input = KernelBlock.ofInputs(Tensor.of(Shape.of(1, 2), 3, 4));      // ‖x‖² = 25
/// new Linear(1, 1, 0, Parameterisation.STANDARD).kernel(input).ntk().at(0, 0);    // → 25.0
/// new Linear(1, 1, 0, Parameterisation.NTK).kernel(input).ntk().at(0, 0);         // → 12.5
/// ```
///
/// @since 0.1.0
public enum Parameterisation {
    /// z = (σ_w/√fanIn) V x + σ_b β, gradients with respect to V and β: the NTK has a limit of infinite width.
    NTK,
    /// z = W x + b, gradients with respect to W and b, as networks are trained: the NTK grows with the width.
    STANDARD
}
