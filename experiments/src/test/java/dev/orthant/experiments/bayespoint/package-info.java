/// Tests of the package.
@NullMarked
package dev.orthant.experiments.bayespoint;

import org.jspecify.annotations.NullMarked;
