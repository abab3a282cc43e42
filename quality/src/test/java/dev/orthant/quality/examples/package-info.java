/// The examples in the Javadoc of the library are programs: they compile, run, and print what stands beside them.
@NullMarked
package dev.orthant.quality.examples;

import org.jspecify.annotations.NullMarked;
