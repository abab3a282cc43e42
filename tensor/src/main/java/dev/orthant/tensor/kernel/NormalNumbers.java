package dev.orthant.tensor.kernel;

/// Two standard normal numbers from two random words (Box and Muller 1958).
///
///     u = |w or 1| / 2³¹,  radius = √(−2 log u)
///     (x, y) = radius · (cos, sin)(angle)
///
/// u takes the 2³⁰ odd multiples of 2⁻³¹ below one, each as often as any other, so that the radius has its full resolution
/// where it counts, towards u = 0, and reaches √(62 log 2) = 6.56; up to there the tails are those of the normal law. The
/// angle is φ + one of four quarter turns: the other word, as a signed number, is φ in [−π/4, π/4); of the first word the
/// sign exchanges x and y and the lowest bit gives the cosine a sign, neither of which touches u.
///
/// Only operations that IEEE 754 rounds correctly (fused multiply-add is one), in a fixed order: scalar and vector kernels
/// give the same bits on every machine. The polynomials are minimax fits of this project; the largest relative errors, before
/// the rounding of 6e-8, are 3.5e-8 (logarithm), 4e-9 (sine) and 1e-10 (cosine).
final class NormalNumbers {
    /// Bits of √½: a mantissa is taken from [√½, √2), where log(1 + f) has the shortest series.
    static final int BITS_OF_ROOT_HALF = 0x3F35_04F3;

    static final int MANTISSA_BITS = 23;
    static final float LOG_2 = 0x1.62E43p-1f;

    /// Bits of the word behind u.
    static final int WORD_BITS = 31;

    /// log(1 + f) = f + f² (L₀ + L₁ f + … + L₇ f⁷), summed in pairs: the series of the sum is then three operations long
    /// rather than seven, and the processor waits less.
    static final float L0 = -0.4999999f;

    static final float L1 = 0.3333395f;
    static final float L2 = -0.25001755f;
    static final float L3 = 0.19962072f;
    static final float L4 = -0.16570508f;
    static final float L5 = 0.14917974f;
    static final float L6 = -0.14307521f;
    static final float L7 = 0.08734843f;

    /// From the bits of a word to quarter turns in [−½, ½).
    static final float QUARTER_TURNS = 0x1p-32f;

    /// sin(π t / 2) = t (S₀ + S₁ t² + S₂ t⁴ + S₃ t⁶)
    static final float S0 = 1.5707964f;

    static final float S1 = -0.6459635f;
    static final float S2 = 0.07968003f;
    static final float S3 = -0.004601658f;

    /// cos(π t / 2) = 1 + C₁ t² + C₂ t⁴ + C₃ t⁶ + C₄ t⁸
    static final float C1 = -1.2337005f;

    static final float C2 = 0.25366923f;
    static final float C3 = -0.020860165f;
    static final float C4 = 0.00090376654f;

    private NormalNumbers() {}

    /// √(−2 log(|word or 1| / 2³¹)), the word taken as signed.
    static float radius(int word) {
        int bits = Float.floatToRawIntBits((float) (word | 1)) & Integer.MAX_VALUE;
        int exponent = (bits - BITS_OF_ROOT_HALF) >> MANTISSA_BITS;
        float f = Float.intBitsToFloat(bits - (exponent << MANTISSA_BITS)) - 1f;
        float e = (float) (exponent - WORD_BITS);
        float square = f * f;
        float low = Math.fma(Math.fma(f, L3, L2), square, Math.fma(f, L1, L0));
        float high = Math.fma(Math.fma(f, L7, L6), square, Math.fma(f, L5, L4));
        float series = Math.fma(high, square * square, low);
        float logarithm = Math.fma(e, LOG_2, Math.fma(series, square, f));
        return (float) Math.sqrt(logarithm * -2f);
    }

    /// cos of the angle φ of `direction`, with the sign that the lowest bit of `word` gives.
    static float signedCosine(int direction, int word) {
        float t = (float) direction * QUARTER_TURNS;
        float square = t * t;
        float series = Math.fma(square, C4, C3);
        series = Math.fma(series, square, C2);
        series = Math.fma(series, square, C1);
        series = Math.fma(series, square, 1f);
        return Float.intBitsToFloat(Float.floatToRawIntBits(series) ^ (word << 31));
    }

    /// sin of the angle φ of `direction`.
    static float sine(int direction) {
        float t = (float) direction * QUARTER_TURNS;
        float square = t * t;
        float series = Math.fma(square, S3, S2);
        series = Math.fma(series, square, S1);
        series = Math.fma(series, square, S0);
        return series * t;
    }
}
