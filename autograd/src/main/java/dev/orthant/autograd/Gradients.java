package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Gradient;
import java.util.IdentityHashMap;

/// The derivatives of one scalar with respect to the variables it came from.
///
/// ```java
/// Tape tape = new Tape();
/// Value x = tape.variable(Tensor.of(Shape.of(2), 3, 4));
/// Gradients gradients = tape.backward(tape.apply(new Sum(), tape.apply(new Multiply(), x, x)));
/// gradients.of(x).toArray();           // → [6.0, 8.0]
/// gradients.gradient(x).shape();       // → [2]
/// ```
///
/// @since 0.1.0
public final class Gradients {
    private final IdentityHashMap<Value, Value> byVariable;

    private final IdentityHashMap<Value, Gradient.Product> products;

    Gradients(IdentityHashMap<Value, Value> byVariable, IdentityHashMap<Value, Gradient.Product> products) {
        this.byVariable = byVariable;
        this.products = products;
    }

    /// {@return the derivative with respect to a variable, unformed if [Tape#backwardUnformed] left it so}
    ///
    /// @param variable of the tape; zeros if the scalar does not depend on it
    public Gradient gradient(Value variable) {
        Gradient.Product product = products.get(variable);
        return product != null ? product : new Gradient.Formed(of(variable));
    }

    /// {@return the derivative with respect to a variable, in its shape; zeros if the scalar does not depend on it}
    ///
    /// @param variable of the tape
    public Tensor of(Value variable) {
        return value(variable).tensor();
    }

    /// {@return the derivative as a value: from [Tape#backwardRecorded] it can be computed with and differentiated again}
    ///
    /// @param variable of the tape; zeros if the scalar does not depend on it
    public Value value(Value variable) {
        Gradient.Product product = products.remove(variable);
        if (product != null) {
            byVariable.put(variable, new Value(product.formed()));
        }
        Value gradient = byVariable.get(variable);
        return gradient != null
                ? gradient
                : new Value(Tensor.zeros(variable.tensor().shape()));
    }
}
