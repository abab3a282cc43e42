/// The operations: one record each, in a file of its own name, value and gradients side by side, the formula above.
@NullMarked
package dev.orthant.autograd.op;

import org.jspecify.annotations.NullMarked;
