package dev.orthant.tensor.kernel;

/// log x and log(1 + x) by reduction to a mantissa in [√½, √2):
///
///     x = 2ᵏ (1 + f),   log x = k log 2 + f − f²/2 + f³ (L₀ + L₁ f + … + L₇ f⁷)
///
/// The polynomial is a minimax fit of this project, relative error 6e-9 before rounding. [VectorLogarithm] is the same on
/// vectors.
final class Logarithm {
    /// Bits of √½.
    static final int BITS_OF_ROOT_HALF = 0x3F35_04F3;

    static final float L0 = 0.3333333f;
    static final float L1 = -0.2500082f;
    static final float L2 = 0.20001242f;
    static final float L3 = -0.16623409f;
    static final float L4 = 0.14201581f;
    static final float L5 = -0.13159613f;
    static final float L6 = 0.127622f;
    static final float L7 = -0.076363996f;

    /// Subnormal numbers are multiplied by 2²³ first.
    static final float RAISED = 0x1p23f;

    static final float RAISED_BY = 23;

    /// From here on 1 + x is x, and x is divided by 2³², so that 2⁻ᵏ is a normal number.
    static final float LARGE = 0x1p60f;

    static final float LOWERED = 0x1p-32f;
    static final float LOWERED_BY = 32;

    private Logarithm() {}

    static float log(float x) {
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * RAISED : x);
        int k = (bits - BITS_OF_ROOT_HALF) >> Exponential.MANTISSA_BITS;
        float f = Float.intBitsToFloat(bits - (k << Exponential.MANTISSA_BITS)) - 1;
        float logarithm = sum(f, k - (subnormal ? RAISED_BY : 0));
        return withEdges(x, logarithm);
    }

    static float log1p(float x) {
        boolean large = x > LARGE;
        float reduced = large ? x * LOWERED : x;
        int bits = Float.floatToRawIntBits(1 + reduced);
        int exponentBits = (bits - BITS_OF_ROOT_HALF) & Integer.MIN_VALUE >> 8;
        // 2⁻ᵏ (1 + x) − 1, rounded once although 1 + x is not exact.
        float scale = Float.intBitsToFloat(Exponential.BITS_OF_ONE - exponentBits);
        float f = Math.fma(reduced, scale, scale - 1);
        float k = (exponentBits >> Exponential.MANTISSA_BITS) + (large ? LOWERED_BY : 0);
        return x == 0 ? x : withEdges(x + 1, sum(f, k));
    }

    /// log(1 + x) for x in [0, 1], where no edge lies.
    static float log1pOfFraction(float x) {
        int bits = Float.floatToRawIntBits(1 + x);
        int exponentBits = (bits - BITS_OF_ROOT_HALF) & Integer.MIN_VALUE >> 8;
        float scale = Float.intBitsToFloat(Exponential.BITS_OF_ONE - exponentBits);
        return sum(Math.fma(x, scale, scale - 1), exponentBits >> Exponential.MANTISSA_BITS);
    }

    /// k log 2 + log(1 + f)
    private static float sum(float f, float k) {
        float series = Math.fma(f, L7, L6);
        series = Math.fma(series, f, L5);
        series = Math.fma(series, f, L4);
        series = Math.fma(series, f, L3);
        series = Math.fma(series, f, L2);
        series = Math.fma(series, f, L1);
        series = Math.fma(series, f, L0);
        float small = Math.fma(series, f, -0.5f) * (f * f);
        small = Math.fma(k, Exponential.LOG_2_LOW, small) + f;
        return Math.fma(k, Exponential.LOG_2_HIGH, small);
    }

    /// log 0 = −∞, log ∞ = ∞, NaN of NaN and of what is negative.
    private static float withEdges(float x, float logarithm) {
        float right = x < Float.POSITIVE_INFINITY ? logarithm : x;
        return x > 0 ? right : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
}
