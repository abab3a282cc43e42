/// Sets that weights are held in: a [Constraint][dev.orthant.optimizers.constraint.Constraint] projects onto one.
/// `Constrained`, beside the rules, does so after every step of any rule.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.optimizers.constraint;

import org.jspecify.annotations.NullMarked;
