/// Rules that turn a gradient into a step: an [Optimizer][dev.orthant.optimizers.Optimizer] per paper, each a record
/// of its hyper-parameters with an explicit state. Start with [Sgd][dev.orthant.optimizers.Sgd], then
/// [Nero][dev.orthant.optimizers.Nero]. Depends on the tensor module alone.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.optimizers;

import org.jspecify.annotations.NullMarked;
