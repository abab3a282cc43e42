/// Networks of infinite width: the covariance of their outputs ([KernelBlock][dev.orthant.layers.infinite.KernelBlock]),
/// regression with it ([GaussianProcess][dev.orthant.layers.infinite.GaussianProcess]), and what the probability that a
/// random network fits given labels (package `orthant` below) says about the error on new examples
/// ([PacBayes][dev.orthant.layers.infinite.PacBayes]).
///
/// Everything here is float64. Depends on `tensor` alone; layers above call it, it never calls them.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.layers.infinite;

import org.jspecify.annotations.NullMarked;
