package dev.orthant.tensor.kernel;

/// The numbers of one multiplicative step, ready for the loop.
///
/// @param squareKept  β
/// @param squareAdded 1 − β
/// @param correction  1 / (1 − βᵗ), what the mean square is multiplied by
/// @param bound       largest magnitude of a normalised gradient
/// @param rate        η
/// @param largest     largest magnitude of a weight
public record MadamStep(
        float squareKept, float squareAdded, float correction, float bound, float rate, float largest) {}
