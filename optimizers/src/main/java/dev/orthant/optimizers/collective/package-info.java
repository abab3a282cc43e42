/// One step by many workers: each sends the signs of its gradient, one bit per weight, and gets the signs of the majority
/// back. [VoteGroup][dev.orthant.optimizers.collective.VoteGroup] is what a worker sees of the others; whether they live in
/// this JVM or across a network it does not know. Rules of a round stand once, in
/// [Chair][dev.orthant.optimizers.collective.Chair], which knows neither transport nor thread nor clock.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.optimizers.collective;

import org.jspecify.annotations.NullMarked;
