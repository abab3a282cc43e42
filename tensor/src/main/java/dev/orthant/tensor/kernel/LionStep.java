package dev.orthant.tensor.kernel;

/// The numbers of one step of Lion, ready for the loop.
///
/// @param ahead     β₁
/// @param aheadRest 1 − β₁
/// @param kept      β₂
/// @param added     1 − β₂
/// @param rate      η
/// @param shrinkage 1 − η λ
public record LionStep(float ahead, float aheadRest, float kept, float added, float rate, float shrinkage) {}
