/// How long single predictions take: percentiles of calls, not means of rounds.
@NullMarked
package dev.orthant.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
