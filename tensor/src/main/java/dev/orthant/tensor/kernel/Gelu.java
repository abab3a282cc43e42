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
    static final float TAIL_ENDS = 14.4f;

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
        float square = t * t;
        float tail = density(t, t, square) * tailOverDensity(t, square);
        return (x > 0 ? x : 0) - tail;
    }

    static float derivative(float x) {
        float t = clamped(x);
        float square = t * t;
        float density = density(1, t, square);
        float tail = density * tailOverDensity(t, square);
        float probability = x > 0 ? 1 - tail : tail;
        return Math.fma(Math.copySign(t * ONE_OVER_ROOT_2_PI, x), density, probability);
    }

    private static float clamped(float x) {
        float t = Math.abs(x);
        return t > TAIL_ENDS ? TAIL_ENDS : t;
    }

    /// factor · e^(−t²/2)
    private static float density(float factor, float t, float square) {
        float rest = Math.fma(t, t, -square);
        return Exponential.exp(factor, square * -0.5f, rest * -0.5f);
    }

    /// W(t). Even and odd powers apart: fewer roundings stand behind each other, and those of t² cancel in the quotient.
    private static float tailOverDensity(float t, float square) {
        float evenP = Math.fma(Math.fma(square, P4, P2), square, P0);
        float oddP = Math.fma(square, P3, P1);
        float evenQ = Math.fma(Math.fma(square, Q4, Q2), square, 1);
        float oddQ = Math.fma(Math.fma(square, Q5, Q3), square, Q1);
        return Math.fma(oddP, t, evenP) / Math.fma(oddQ, t, evenQ);
    }
}
