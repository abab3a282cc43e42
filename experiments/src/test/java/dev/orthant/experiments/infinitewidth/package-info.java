/// Tests of the experiments on infinite width.
@NullMarked
package dev.orthant.experiments.infinitewidth;

import org.jspecify.annotations.NullMarked;
