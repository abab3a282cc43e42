/// One record per paper; constraints; margin control; schedules.
@NullMarked
package dev.orthant.optimizers;

import org.jspecify.annotations.NullMarked;
