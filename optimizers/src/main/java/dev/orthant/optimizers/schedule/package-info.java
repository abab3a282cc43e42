/// How the learning rate changes from epoch to epoch: [Schedule][dev.orthant.optimizers.schedule.Schedule].
@NullMarked
package dev.orthant.optimizers.schedule;

import org.jspecify.annotations.NullMarked;
