/// Tests of the comparison of orthant estimators.
@NullMarked
package dev.orthant.experiments.orthant;

import org.jspecify.annotations.NullMarked;
