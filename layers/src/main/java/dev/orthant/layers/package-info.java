/// Architectures: finite network and infinite-width kernel from one definition.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.layers;

import org.jspecify.annotations.NullMarked;
