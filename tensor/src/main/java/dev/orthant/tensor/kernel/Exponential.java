package dev.orthant.tensor.kernel;

/// eˣ and eˣ − 1 by reduction to |r| ≤ ½ log 2:
///
///     x = n log 2 + r,   eˣ = 2ⁿ eʳ,   eʳ − 1 = r + r² (Q₀ + Q₁ r + … + Q₄ r⁴)
///
/// The polynomial is a minimax fit of this project for the relative error of eʳ − 1, 1.4e-8 before rounding. Nothing but
/// additions, products, fused multiply-adds and integer operations in a fixed order, so that every machine gives the same
/// bits. [VectorExponential] is the same on vectors.
final class Exponential {
    /// Below, eˣ is less than half the smallest subnormal number.
    static final float LOWEST = -104f;

    /// Above, eˣ overflows; 2ⁿ here is still a product of two float32 powers of two.
    static final float HIGHEST = 89f;

    /// Above, eˣ − 1 overflows; here 2ⁿ⁻¹ is still a float32 number.
    static final float HIGHEST_MINUS_ONE = 88.8f;

    /// Below, eˣ − 1 rounds to −1.
    static final float LOWEST_MINUS_ONE = -17.5f;

    static final float LOG2_E = 1.442695f;

    /// 1.5 · 2²³: adding it rounds to an integer, which then stands in the low bits.
    static final float ROUND = 0x1.8p23f;

    /// log 2 in two parts. With fused multiply-adds the first may have all its bits.
    static final float LOG_2_HIGH = 0x1.62e43p-1f;

    static final float LOG_2_LOW = -0x1.05c61p-29f;

    static final float Q0 = 0.49999997f;
    static final float Q1 = 0.16666546f;
    static final float Q2 = 0.041667443f;
    static final float Q3 = 0.008366253f;
    static final float Q4 = 0.0013869946f;

    static final int MANTISSA_BITS = 23;
    static final int BITS_OF_ONE = 0x3F80_0000;

    private Exponential() {}

    static float exp(float x) {
        float clamped = x < LOWEST ? LOWEST : x;
        clamped = clamped > HIGHEST ? HIGHEST : clamped;
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        float r = remainder(clamped, shifted - ROUND);
        return scaled(Math.fma(Math.fma(series(r), r, 1), r, 1), Float.floatToRawIntBits(shifted));
    }

    /// factor · e^(high + low), rounded as often as an exponential alone.
    ///
    /// @param high in [−104.5, HIGHEST] or NaN
    /// @param low  at most a rounding error of `high`
    static float exp(float factor, float high, float low) {
        float shifted = Math.fma(high, LOG2_E, ROUND);
        float r = remainder(high, shifted - ROUND) + low;
        float less = Math.fma(series(r) * r, r, r);
        return scaled(Math.fma(less, factor, factor), Float.floatToRawIntBits(shifted));
    }

    /// number · 2ⁿ, in two factors because n reaches from −150 to 128.
    private static float scaled(float number, int bits) {
        int half = (bits >> 1) << MANTISSA_BITS;
        float first = Float.intBitsToFloat(half + BITS_OF_ONE);
        float second = Float.intBitsToFloat((bits << MANTISSA_BITS) - half + BITS_OF_ONE);
        return number * first * second;
    }

    static float expm1(float x) {
        float clamped = x < LOWEST_MINUS_ONE ? LOWEST_MINUS_ONE : x;
        clamped = clamped > HIGHEST_MINUS_ONE ? HIGHEST_MINUS_ONE : clamped;
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        float r = remainder(clamped, shifted - ROUND);
        float less = Math.fma(series(r) * r, r, r);
        // 2ⁿ (eʳ − 1) + (2ⁿ − 1), halved because 2¹²⁸ is no float32 number.
        int bits = Float.floatToRawIntBits(shifted);
        float halfScale = Float.intBitsToFloat((bits << MANTISSA_BITS) + BITS_OF_ONE - (1 << MANTISSA_BITS));
        float half = Math.fma(less, halfScale, halfScale - 0.5f);
        return x == 0 ? x : half + half;
    }

    /// x − n log 2
    private static float remainder(float x, float n) {
        return Math.fma(n, -LOG_2_LOW, Math.fma(n, -LOG_2_HIGH, x));
    }

    /// (eʳ − 1 − r) / r²
    private static float series(float r) {
        float series = Math.fma(r, Q4, Q3);
        series = Math.fma(series, r, Q2);
        series = Math.fma(series, r, Q1);
        return Math.fma(series, r, Q0);
    }
}
