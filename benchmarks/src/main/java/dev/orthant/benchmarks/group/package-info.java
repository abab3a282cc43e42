/// What is measured: one class per group of cases, one case per row of its table.
@NullMarked
package dev.orthant.benchmarks.group;

import org.jspecify.annotations.NullMarked;
