/// Stochastic activation pruning (Dhillon et al. 2018) as a defence against adversarial images, and what attacks that average
/// over its randomness leave of it.
@NullMarked
package dev.orthant.experiments.pruning;

import org.jspecify.annotations.NullMarked;
