/// Orthant probabilities: every estimator against the truth and against each other.
@NullMarked
package dev.orthant.experiments.orthant;

import org.jspecify.annotations.NullMarked;
