/// The README's tour, as a test.
@NullMarked
package dev.orthant.experiments.tour;

import org.jspecify.annotations.NullMarked;
