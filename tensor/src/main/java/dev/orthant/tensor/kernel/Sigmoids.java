package dev.orthant.tensor.kernel;

/// The family of the logistic function, on the exponential of a number that is not positive:
///
///     e = e^(−|x|),   σ(x) = (1 or e) / (1 + e),   log(1 + eˣ) = max(x, 0) + log(1 + e)
///     t = e^(2|x|) − 1,   tanh |x| = t / (t + 2)
///
/// [VectorSigmoids] is the same on vectors.
final class Sigmoids {
    /// From here on tanh rounds to 1.
    static final float TANH_IS_ONE = 9.02f;

    /// Up to here x σ(x) rounds to 0, and from its opposite on to x.
    static final float SILU_IS_ZERO = -120f;

    private Sigmoids() {}

    static float sigmoid(float x) {
        float e = Exponential.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// By h = e^(−|x|/2), for (x h) h is not yet subnormal where x (h h) is.
    static float silu(float x) {
        float clamped = Math.abs(x) > -SILU_IS_ZERO ? -SILU_IS_ZERO : Math.abs(x);
        float h = Exponential.exp(clamped * -0.5f);
        return (x < 0 ? -clamped * h * h : x) / Math.fma(h, h, 1);
    }

    static float softplus(float x) {
        float e = Exponential.exp(-Math.abs(x));
        return (x > 0 ? x : 0) + Logarithm.log1pOfFraction(e);
    }

    static float tanh(float x) {
        float absolute = Math.abs(x);
        float clamped = absolute > TANH_IS_ONE ? TANH_IS_ONE : absolute;
        float t = Exponential.expm1(clamped + clamped);
        return Math.copySign(t / (t + 2), x);
    }

    /// σ(x) (1 + x (1 − σ(x)))
    static float siluDerivative(float x) {
        float clamped = x < SILU_IS_ZERO ? SILU_IS_ZERO : x; // ∞ · 0 would be NaN
        float sigmoid = sigmoid(clamped);
        return Math.fma(clamped * sigmoid, 1 - sigmoid, sigmoid);
    }
}
