/// JMH benchmarks, one class per kernel: the naive loop, the scalar and the vector kernel next to each other.
@NullMarked
package dev.orthant.benchmarks;

import org.jspecify.annotations.NullMarked;
