/// Finite networks beside their infinite limit: kernels, training, critical initialisations, convolutions, classifiers of
/// posteriors.
@NullMarked
package dev.orthant.experiments.infinitewidth;

import org.jspecify.annotations.NullMarked;
