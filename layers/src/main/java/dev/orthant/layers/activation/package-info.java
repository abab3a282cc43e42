/// Nonlinearities as layers: each record holds the finite function and its closed forms under Gaussian inputs, so that a
/// network of them trains and has an infinite-width kernel.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.layers.activation;

import org.jspecify.annotations.NullMarked;
