package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;

/// A tensor in a computation. Two values are the same only if they are the same object: a tape tells by identity which
/// result came from where.
///
/// ```java
/// Value half = new Eager().constant(Tensor.scalar(0.5f));
/// half.tensor().item();        // → 0.5
/// ```
///
/// @since 0.1.0
public final class Value {
    private final Tensor tensor;

    Value(Tensor tensor) {
        this.tensor = tensor;
    }

    /// {@return the numbers}
    public Tensor tensor() {
        return tensor;
    }

    @Override
    public String toString() {
        return tensor.toString();
    }
}
