package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Logistic function, φ(z) = 1/(1 + exp(−z)). [SigmoidLike] is close to it and has closed forms.
///
/// ```java
/// Sigmoid sigmoid = new Sigmoid();
/// // odds of 3 to 1
/// (float) sigmoid.activation(Math.log(3));    // → 0.75
/// (float) sigmoid.mean(1);                    // → 0.5
/// ```
///
/// @since 0.1.0
public record Sigmoid() implements SmoothActivation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.Sigmoid(), input);
    }

    @Override
    public double activation(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
