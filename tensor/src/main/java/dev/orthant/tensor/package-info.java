/// Values: [Tensor][dev.orthant.tensor.Tensor] (float32, contiguous, row-major) and its
/// [Shape][dev.orthant.tensor.Shape]. Depends on nothing but the JDK.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.tensor;

import org.jspecify.annotations.NullMarked;
