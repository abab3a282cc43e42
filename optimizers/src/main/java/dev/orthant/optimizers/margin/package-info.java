/// The normalised margin: measured by [NormalisedMargin][dev.orthant.optimizers.margin.NormalisedMargin], set by
/// [MarginControl][dev.orthant.optimizers.margin.MarginControl] around any rule.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.optimizers.margin;

import org.jspecify.annotations.NullMarked;
