/// What the library's ordinary networks reach on real data in a few epochs: the command lines behind the README's
/// accuracies. Not a paper's figures; the thresholds are those of the project.
@NullMarked
package dev.orthant.experiments.accuracy;

import org.jspecify.annotations.NullMarked;
