package dev.orthant.autograd.op;

import dev.orthant.autograd.Op;
import dev.orthant.tensor.Tensor;
import java.util.List;

/// An operation and a point at which it is differentiable, for [OpContractTest].
///
/// @param inputs one per input of the operation
record Case(Op op, List<Tensor> inputs) {
    /// With the shapes, which tell the cases of one operation apart.
    String name() {
        return op.name() + inputs.stream().map(Tensor::shape).toList();
    }
}
