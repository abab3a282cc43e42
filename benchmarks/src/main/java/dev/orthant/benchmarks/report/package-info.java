/// What was measured, as a table for readers and as JSON for programs.
@NullMarked
package dev.orthant.benchmarks.report;

import org.jspecify.annotations.NullMarked;
