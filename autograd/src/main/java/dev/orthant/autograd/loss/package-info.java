/// What training makes small: a [Loss][dev.orthant.autograd.loss.Loss] of scores and targets, written with operations.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.autograd.loss;

import org.jspecify.annotations.NullMarked;
