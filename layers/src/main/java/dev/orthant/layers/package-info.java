/// Architectures: finite network and infinite-width kernel from one definition.
@NullMarked
package dev.orthant.layers;

import org.jspecify.annotations.NullMarked;
