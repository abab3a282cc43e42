/// What happens to signals in very deep networks of infinite width: fixed points of the variance and the correlation,
/// critical initialisations, and the classifiers that remain at infinite depth.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.layers.infinite.meanfield;

import org.jspecify.annotations.NullMarked;
