/// The only place that starts parallel work. Fixed pieces, disjoint writes, sums combined in index order: the same
/// bits for any number of threads.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.tensor.parallel;

import org.jspecify.annotations.NullMarked;
