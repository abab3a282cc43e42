/// The weights of a network as one value: [Weights][dev.orthant.tensor.weights.Weights], an ordered map of named
/// tensors with roles and an algebra. Lives beside the tensor so that optimisers need to see nothing else.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.tensor.weights;

import org.jspecify.annotations.NullMarked;
