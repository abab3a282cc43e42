/// Linear algebra in float64 for Gram matrices: [Matrix][dev.orthant.tensor.linear.Matrix], its Cholesky
/// factor, QR factorisation, symmetric eigenvalues and singular values.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.tensor.linear;

import org.jspecify.annotations.NullMarked;
