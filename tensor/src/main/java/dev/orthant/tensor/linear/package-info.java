/// Linear algebra in float64 for Gram matrices: [Matrix][dev.orthant.tensor.linear.Matrix] and its Cholesky factor.
@NullMarked
package dev.orthant.tensor.linear;

import org.jspecify.annotations.NullMarked;
