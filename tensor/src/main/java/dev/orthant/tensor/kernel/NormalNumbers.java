package dev.orthant.tensor.kernel;

/// Two standard normal numbers from two random words (Box and Muller 1958).
///
///     u  = (w + ½) / 2³²,  radius = √(−2 log u)
///     (x, y) = radius · (cos, sin)(angle)
///
/// The radius has the full 32 bits of its word where they count, towards u = 0, and reaches √(66 log 2) = 6.76; up to
/// there the tails are those of the normal law. The angle is φ + one of four quarter turns, φ in [−π/4, π/4): the
/// low 30 bits of the other word are φ, its top bit exchanges x and y, the next one gives the cosine a sign.
///
/// Only operations that IEEE 754 rounds correctly, in a fixed order and without fused multiply-add: scalar and vector
/// kernels give the same bits on every machine. The polynomials are minimax fits of this project; the largest relative
/// errors, before rounding, are 8e-10 (logarithm), 5e-9 (sine) and 1e-10 (cosine).
final class NormalNumbers {
    /// Bits of √½: a mantissa is taken from [√½, √2), where log(1 + f) has the shortest series.
    static final int BITS_OF_ROOT_HALF = 0x3F35_04F3;

    static final int MANTISSA_BITS = 23;

    /// log 2 in two parts; the product of the first with an exponent is exact.
    static final float LOG_2_HIGH = 0x1.62E4p-1f;

    static final float LOG_2_LOW = 1.4286068e-6f;

    /// Bits of the word behind the radius.
    static final float WORD_BITS = 32;

    /// log(1 + f) = f − f²/2 + f³ (L₀ + L₁ f + … + L₈ f⁸)
    static final float L0 = 0.33333313f;

    static final float L1 = -0.2500001f;
    static final float L2 = 0.20002119f;
    static final float L3 = -0.16667996f;
    static final float L4 = 0.14219551f;
    static final float L5 = -0.12405591f;
    static final float L6 = 0.11888175f;
    static final float L7 = -0.1167564f;
    static final float L8 = 0.06746601f;

    /// From the bits of a word to quarter turns in [−½, ½).
    static final float QUARTER_TURNS = 0x1p-32f;

    /// sin(π t / 2) = t (S₀ + S₁ t² + S₂ t⁴ + S₃ t⁶)
    static final float S0 = 1.5707964f;

    static final float S1 = -0.6459635f;
    static final float S2 = 0.07968023f;
    static final float S3 = -0.004602177f;

    /// cos(π t / 2) = 1 + C₁ t² + C₂ t⁴ + C₃ t⁶ + C₄ t⁸
    static final float C1 = -1.2337005f;

    static final float C2 = 0.25366923f;
    static final float C3 = -0.020860288f;
    static final float C4 = 0.00090402167f;

    private NormalNumbers() {}

    /// √(−2 log((word + ½) / 2³²)), the word taken as unsigned.
    static float radius(int word) {
        // In two halves, which are exact: the sum is then rounded once.
        float scaled = (float) (word >>> 16) * 65536f + ((float) (word & 0xFFFF) + 0.5f);
        int bits = Float.floatToRawIntBits(scaled);
        int exponent = (bits - BITS_OF_ROOT_HALF) >> MANTISSA_BITS;
        float f = Float.intBitsToFloat(bits - (exponent << MANTISSA_BITS)) - 1f;
        float e = (float) exponent - WORD_BITS;
        float series = f * L8 + L7;
        series = series * f + L6;
        series = series * f + L5;
        series = series * f + L4;
        series = series * f + L3;
        series = series * f + L2;
        series = series * f + L1;
        series = series * f + L0;
        float square = f * f;
        float small = series * f * square - square * 0.5f + e * LOG_2_LOW;
        float logarithm = small + f + e * LOG_2_HIGH;
        return (float) Math.sqrt(logarithm * -2f);
    }

    /// cos of the word's angle φ, with the sign that the word's second bit gives.
    static float signedCosine(int word) {
        float t = (float) (word << 2) * QUARTER_TURNS;
        float square = t * t;
        float series = square * C4 + C3;
        series = series * square + C2;
        series = series * square + C1;
        float cosine = series * square + 1f;
        int sign = (word << 1) & Integer.MIN_VALUE;
        return Float.intBitsToFloat(Float.floatToRawIntBits(cosine) ^ sign);
    }

    /// sin of the word's angle φ.
    static float sine(int word) {
        float t = (float) (word << 2) * QUARTER_TURNS;
        float square = t * t;
        float series = square * S3 + S2;
        series = series * square + S1;
        series = series * square + S0;
        return series * t;
    }
}
