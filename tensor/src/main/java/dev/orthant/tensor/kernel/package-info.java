/// Loops on bare arrays: [Kernels][dev.orthant.tensor.kernel.Kernels] with its two implementations, the scalar one
/// that defines every result and the vector one that is fast. Not exported beyond the modules of Orthant. Kernels
/// trust their arguments; the doors (tensor, operations, optimisers) check them.
@NullMarked
package dev.orthant.tensor.kernel;

import org.jspecify.annotations.NullMarked;
