package dev.orthant.tensor.kernel;

/// The numbers of one step of the Adam family, ready for the loop: everything that depends on the step's index is already
/// in them, computed in float64. A decay and its complement come apart because 1 − β of a float32 β has few digits.
///
/// @param meanKept       β₁
/// @param meanAdded      1 − β₁
/// @param squareKept     β₂
/// @param squareAdded    1 − β₂
/// @param length         η / (1 − β₁ᵗ), what the mean over the root is multiplied by
/// @param rootCorrection 1 / √(1 − β₂ᵗ), what the root of the mean square is multiplied by
/// @param epsilon        ε, added to the corrected root
/// @param penalty        λ of an L² penalty: λ W joins the gradient
/// @param shrinkage      what the weights are multiplied by first (decoupled decay); 1 without
public record AdamStep(
        float meanKept,
        float meanAdded,
        float squareKept,
        float squareAdded,
        float length,
        float rootCorrection,
        float epsilon,
        float penalty,
        float shrinkage) {}
