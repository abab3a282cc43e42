package dev.orthant.autograd;

import java.util.List;

/// A function of several tensors, written with operations: what is differentiated, checked and computed again.
///
/// It applies operations through the evaluator alone and has no other effect, so that it can be run as often as needed,
/// on whichever evaluator.
@FunctionalInterface
public interface Computation {
    /// The result, computed through this evaluator.
    Value apply(Evaluator evaluator, List<Value> inputs);
}
