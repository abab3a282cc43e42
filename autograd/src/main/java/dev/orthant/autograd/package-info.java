/// Operations with value and gradients side by side, and the tape that records them.
@NullMarked
package dev.orthant.autograd;

import org.jspecify.annotations.NullMarked;
