/// How the time of a piece of work is taken beside its peers': interleaved rounds, ratios, the limits of the machine.
@NullMarked
package dev.orthant.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
