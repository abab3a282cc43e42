/// Randomness as an argument: one root seed, named child streams, counter-based, independent of the thread count.
@NullMarked
package dev.orthant.tensor.random;

import org.jspecify.annotations.NullMarked;
