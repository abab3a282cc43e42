package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;

/// A tensor in a computation. Two values are the same only if they are the same object: a tape tells by identity which
/// result came from where.
public final class Value {
    private final Tensor tensor;

    Value(Tensor tensor) {
        this.tensor = tensor;
    }

    /// The numbers.
    public Tensor tensor() {
        return tensor;
    }

    @Override
    public String toString() {
        return tensor.toString();
    }
}
