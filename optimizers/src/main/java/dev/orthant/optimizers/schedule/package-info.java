/// How the learning rate changes from epoch to epoch: [Schedule][dev.orthant.optimizers.schedule.Schedule].
///
/// @since 0.1.0
@NullMarked
package dev.orthant.optimizers.schedule;

import org.jspecify.annotations.NullMarked;
