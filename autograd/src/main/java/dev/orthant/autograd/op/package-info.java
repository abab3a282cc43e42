/// The operations: one record each, in a file of its own name, value and gradients side by side, the formula above.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.autograd.op;

import org.jspecify.annotations.NullMarked;
