package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;

/// One step of a rule over the weights of a tensor, in place, in one pass over memory: a step is as fast as its arrays
/// can be read and written once.
///
/// [ScalarSteps] is the definition and `VectorSteps` gives the same bits: every operation rounds to float32 on its own,
/// with no fused multiply-add but those inside [Exponential]. All spans have the same length and none overlaps another. W are
/// the weights, G the gradient (only read), everything else is what the rule remembers. NaN in a gradient reaches the
/// weight.
public interface StepKernels {
    /// Gradient descent.
    ///
    ///     W ← W − rate (G + decay W)
    void descend(Span weights, Span gradient, float rate, float decay);

    /// Heavy ball.
    ///
    ///     V ← kept V + added (G + decay W)
    ///     W ← W − rate V
    void heavyBall(Span weights, Span gradient, Span velocity, float kept, float added, float rate, float decay);

    /// Nesterov's momentum: the step looks one velocity ahead.
    ///
    ///     D ← G + decay W
    ///     V ← kept V + added D
    ///     W ← W − rate (D + ahead V)
    void nesterov(
            Span weights, Span gradient, Span velocity, float kept, float added, float ahead, float rate, float decay);

    /// A step of given length and a common factor.
    ///
    ///     W ← (W − length G) · factor
    void descendAndScale(Span weights, Span gradient, float length, float factor);

    /// Moves a part of the way to another point.
    ///
    ///     W ← W + fraction (target − W)
    void approach(Span weights, Span target, float fraction);

    /// Adam.
    ///
    ///     D ← G + penalty W
    ///     M ← β₁ M + (1 − β₁) D
    ///     V ← β₂ V + (1 − β₂) D²
    ///     W ← shrinkage W − length M / (correction √V + ε)
    void adam(Span weights, Span gradient, Span mean, Span meanSquare, AdamStep step);

    /// Adam whose divisor never shrinks: as [#adam] with
    ///
    ///     Vmax ← max(Vmax, V),   and Vmax in place of V in the divisor
    void amsGrad(Span weights, Span gradient, Span mean, Span meanSquare, Span largestSquare, AdamStep step);

    /// Adam slowed down where the gradient stands still: as [#adam] with M ξ in place of M in the last line,
    ///
    ///     ξ = 1 / (1 + exp(−|P − G|)),   then P ← G
    void diffGrad(Span weights, Span gradient, Span mean, Span meanSquare, Span previous, AdamStep step);

    /// Division by the root of a mean, or a sum, of squares.
    ///
    ///     V ← kept V + added G²
    ///     W ← W − rate G / (√V + ε)
    void divideByRoot(Span weights, Span gradient, Span squares, float kept, float added, float rate, float epsilon);

    /// The direction of LAMB, before its length is known.
    ///
    ///     V ← β₂ V + (1 − β₂) G²
    ///     out ← M / (√V + ε) + decay W
    ///
    /// @param mean M, or the gradient itself for a rule without a running mean
    void lambDirection(
            Span weights,
            Span gradient,
            Span mean,
            Span meanSquare,
            float kept,
            float added,
            float epsilon,
            float decay,
            Span out);

    /// The second half of LAMB's step, with V as [#lambDirection] left it.
    ///
    ///     W ← W − length (M / (√V + ε) + decay W)
    void lambStep(Span weights, Span mean, Span meanSquare, float length, float epsilon, float decay);

    /// A step by the sign of a direction.
    ///
    ///     W ← W − rate (sign D + decay W),   sign 0 = signOfZero
    void signStep(Span weights, Span direction, float rate, float decay, float signOfZero);

    /// A step by the sign of a running mean.
    ///
    ///     M ← kept M + added G
    ///     W ← W − rate (sign M + decay W),   sign 0 = signOfZero
    void signOfMeanStep(
            Span weights, Span gradient, Span mean, float kept, float added, float rate, float decay, float signOfZero);

    /// Lion.
    ///
    ///     W ← shrinkage W − rate sign(ahead M + (1 − ahead) G),   sign 0 = 0
    ///     M ← kept M + (1 − kept) G
    void lion(Span weights, Span gradient, Span mean, LionStep step);

    /// Madam: a multiplicative step.
    ///
    ///     V ← β V + (1 − β) G²
    ///     N = G / √(V correction), clamped to ± bound; 0 where the root is 0, NaN where it is infinite
    ///     W ← W exp(−rate N sign W), clamped to ± largest
    void madam(Span weights, Span gradient, Span meanSquare, MadamStep step);
}
