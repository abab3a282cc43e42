package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;
import java.util.IdentityHashMap;

/// The derivatives of one scalar with respect to the variables it came from.
public final class Gradients {
    private final IdentityHashMap<Value, Value> byVariable;

    Gradients(IdentityHashMap<Value, Value> byVariable) {
        this.byVariable = byVariable;
    }

    /// The derivative with respect to a variable, in its shape; zeros if the scalar does not depend on it.
    public Tensor of(Value variable) {
        return value(variable).tensor();
    }

    /// The derivative as a value: from [Tape#backwardRecorded] it can be computed with and differentiated again.
    public Value value(Value variable) {
        Value gradient = byVariable.get(variable);
        return gradient != null
                ? gradient
                : new Value(Tensor.zeros(variable.tensor().shape()));
    }
}
