/// Ready networks, with the names and shapes of weights under which PyTorch's users know them, so that their state dicts
/// load. Each is a function that returns a [Layer][dev.orthant.layers.Layer]; read it to see how networks are put together.
///
/// Their priors have σ_w² = 2, which keeps the mean square of features through rectifiers, and σ_b² = 0.01 where there is a
/// bias; initialisers other than the prior do not ask.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.layers.nets;

import org.jspecify.annotations.NullMarked;
