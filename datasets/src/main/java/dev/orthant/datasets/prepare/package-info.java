/// What is done to examples before a network sees them: pure functions from examples to examples or targets.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.datasets.prepare;

import org.jspecify.annotations.NullMarked;
