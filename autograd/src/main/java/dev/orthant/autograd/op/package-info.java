/// The operations: one record each, value and gradients side by side, the formula above. Files by family would hold
/// several records; here each record has a file of its own, so that it is found by its name.
@NullMarked
package dev.orthant.autograd.op;

import org.jspecify.annotations.NullMarked;
