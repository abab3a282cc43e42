package dev.orthant.optimizers.margin;

import dev.orthant.optimizers.Constrained;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.constraint.Constraint;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// Sets the normalised margin of a trained network: a constraint fixes the norm of the weights, targets of a chosen
/// scale fix the score of every example.
///
///     margin of example i = yᵢ f(xᵢ) / (norms);   norms fixed by the constraint,   yᵢ f(xᵢ) → α by training to α yᵢ
///
/// Source: Bernstein and Yue 2021, "On the implicit biases of architecture and gradient descent", section 5; Farhang,
/// Bernstein, Tirumala, Liu and Yue 2022, "Investigating generalization by controlling normalized margin", section 3.
/// Works around any rule. Whether training reached α is for [NormalisedMargin] to measure.
///
/// ```java
/// MarginControl control = new MarginControl(new BalancedNeurons(), 10);
/// control.targets(new int[] {1, -1}).toArray();   // → [10.0, -10.0]
/// control.around(new Sgd(0.1, 0)).constraint();   // → BalancedNeurons[]
/// ```
///
/// @param constraint  fixes the norms, for instance balanced neurons
/// @param targetScale α, more than 0
/// @since 0.1.0
public record MarginControl(Constraint constraint, double targetScale) {
    /// Checks α.
    ///
    /// @throws IllegalArgumentException if it is not more than 0
    public MarginControl {
        if (!(targetScale > 0)) {
            throw new IllegalArgumentException(
                    "margin control: the target scale is " + targetScale + "; it must be more than 0");
        }
    }

    /// {@return the rule, held in the constraint}
    ///
    /// @param <S>       what the rule remembers
    /// @param optimizer moves the weights before they are projected
    public <S> Constrained<S> around(Optimizer<S> optimizer) {
        return new Constrained<>(optimizer, constraint);
    }

    /// What the scores are pulled to: α yᵢ.
    ///
    /// @param labels yᵢ, each −1 or 1
    /// @return `[examples, 1]`
    /// @throws IllegalArgumentException if a label is neither −1 nor 1
    public Tensor targets(int[] labels) {
        float[] targets = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 1 && labels[i] != -1) {
                throw new IllegalArgumentException(
                        "margin control: label " + i + " is " + labels[i] + "; it must be -1 or 1");
            }
            targets[i] = (float) (targetScale * labels[i]);
        }
        return Tensor.wrap(Shape.of(labels.length, 1), targets);
    }
}
