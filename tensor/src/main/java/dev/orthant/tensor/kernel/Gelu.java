package dev.orthant.tensor.kernel;

/// x Φ(x) and its derivative Φ(x) + x φ(x), with Φ and φ the standard normal distribution function and density.
///
/// The left tail is where 1 + erf cancels; it is taken from the scaled complementary error function instead, for t = |x|:
///
///     Φ(−t) = e^(−t²/2) W(t),   W(t) = ½ erfcx(t/√2) = P(t) / Q(t)
///     x Φ(x) = max(x, 0) − t Φ(−t)
///
/// The rounding error of t² enters the exponential as a second argument: without it the tail would lose as many bits as t²/2
/// has before its point. P and Q are a minimax fit of this project with positive coefficients. [VectorGelu] is the same on
/// vectors.
final class Gelu {
    /// From here on t Φ(−t) is less than half the smallest subnormal number.
    static final float TAIL_ENDS = 14.6f;

    static final float P0 = 0.5f;
    static final float P1 = 0.4384967f;
    static final float P2 = 0.18338479f;
    static final float P3 = 0.040683724f;
    static final float P4 = 0.0041238205f;

    static final float Q1 = 1.6748784f;
    static final float Q2 = 1.2031244f;
    static final float Q3 = 0.46986574f;
    static final float Q4 = 0.10198535f;
    static final float Q5 = 0.010336767f;

    static final float ONE_OVER_ROOT_2_PI = 0.3989423f;

    private Gelu() {}

    static float gelu(float x) {
        float t = clamped(x);
        float tail = t * density(t) * p(t) / q(t);
        return (x > 0 ? x : 0) - tail;
    }

    static float derivative(float x) {
        float t = clamped(x);
        float density = density(t);
        float tail = density * p(t) / q(t);
        float probability = x > 0 ? 1 - tail : tail;
        float signed = Math.copySign(t, x);
        return Math.fma(signed * ONE_OVER_ROOT_2_PI, density, probability);
    }

    private static float clamped(float x) {
        float t = Math.abs(x);
        return t > TAIL_ENDS ? TAIL_ENDS : t;
    }

    /// e^(−t²/2)
    private static float density(float t) {
        float square = t * t;
        float rest = Math.fma(t, t, -square);
        return Exponential.exp(square * -0.5f, rest * -0.5f);
    }

    private static float p(float t) {
        float p = Math.fma(t, P4, P3);
        p = Math.fma(p, t, P2);
        p = Math.fma(p, t, P1);
        return Math.fma(p, t, P0);
    }

    private static float q(float t) {
        float q = Math.fma(t, Q5, Q4);
        q = Math.fma(q, t, Q3);
        q = Math.fma(q, t, Q2);
        q = Math.fma(q, t, Q1);
        return Math.fma(q, t, 1);
    }
}
