/// The probability that a random infinitely wide network gives the wanted signs, P[labelᵢ fᵢ > 0 for all i], f ~ N(0, Σ), and
/// samples of f given the signs. One door, [OrthantProbability][dev.orthant.layers.infinite.orthant.OrthantProbability]; behind it
/// [SequentialMonteCarlo][dev.orthant.layers.infinite.orthant.SequentialMonteCarlo], beside it other estimators to check it by.
///
/// Everything here is float64. Depends on `tensor` alone.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.layers.infinite.orthant;

import org.jspecify.annotations.NullMarked;
