/// The native libraries that are measured beside us, called through `java.lang.foreign`; each may be absent.
@NullMarked
package dev.orthant.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
