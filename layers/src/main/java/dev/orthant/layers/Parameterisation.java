package dev.orthant.layers;

/// With respect to which variables a layer's gradients are taken: it decides the NTK, never the NNGP.
///
/// @since 0.1.0
public enum Parameterisation {
    /// z = (σ_w/√fanIn) V x + σ_b β, gradients with respect to V and β: the NTK has a limit of infinite width.
    NTK,
    /// z = W x + b, gradients with respect to W and b, as networks are trained: the NTK grows with the width.
    STANDARD
}
