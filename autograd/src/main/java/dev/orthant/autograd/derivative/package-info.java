/// Derivatives of a whole [Computation][dev.orthant.autograd.Computation]: products with its
/// [Jacobian][dev.orthant.autograd.derivative.Jacobian] and its [Hessian][dev.orthant.autograd.derivative.Hessian], and
/// [Checkpointed][dev.orthant.autograd.derivative.Checkpointed], which trades time for memory.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.autograd.derivative;

import org.jspecify.annotations.NullMarked;
