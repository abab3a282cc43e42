/// What a finite network shares with its infinite limit: the kernel of its gradients, and its linearisation.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.layers.empirical;

import org.jspecify.annotations.NullMarked;
