/// The first seconds of a JVM: how long the first calls of a kernel take beside later ones.
@NullMarked
package dev.orthant.benchmarks.cold;

import org.jspecify.annotations.NullMarked;
