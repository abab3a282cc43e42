/// Randomness as an argument: one root seed, named child streams, counter-based, independent of the thread count.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.tensor.random;

import org.jspecify.annotations.NullMarked;
