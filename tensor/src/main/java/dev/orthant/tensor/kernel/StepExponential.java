package dev.orthant.tensor.kernel;

/// exp in float32 from additions and multiplications that round one by one: the same bits from scalar and vector code.
///
///     exp x = 2ⁿ exp r,   n = x / log 2 rounded,   r = x − n log 2 in [−½ log 2, ½ log 2]
///
/// exp r is its Taylor polynomial of degree 7, whose remainder is below 6e-9; the result is within 2 units in the last
/// place of the truth for arguments in [−87, 87]. Arguments beyond are clamped there, which keeps 2ⁿ a normal number.
final class StepExponential {
    static final float LARGEST_ARGUMENT = 87;
    static final float PER_LOG_2 = 1.442695f;

    /// 1.5 · 2²³: adding it to a number below 2²² rounds that number to an integer, which stands in the low bits.
    static final float ROUNDER = 0x1.8p23f;

    static final int BITS_OF_ROUNDER = 0x4B40_0000;
    static final int EXPONENT_BIAS = 127;
    static final int MANTISSA_BITS = 23;

    /// log 2 in two parts; the product of the first with an exponent is exact.
    static final float LOG_2_HIGH = 0x1.62E4p-1f;

    static final float LOG_2_LOW = 1.4286068e-6f;

    /// 1 / k!
    static final float C2 = 0.5f;

    static final float C3 = 1f / 6;
    static final float C4 = 1f / 24;
    static final float C5 = 1f / 120;
    static final float C6 = 1f / 720;
    static final float C7 = 1f / 5040;

    private StepExponential() {}

    static float of(float argument) {
        float x = ScalarSteps.clamp(argument, LARGEST_ARGUMENT);
        float rounded = x * PER_LOG_2 + ROUNDER;
        float n = rounded - ROUNDER;
        float r = x - n * LOG_2_HIGH - n * LOG_2_LOW;
        float series = r * C7 + C6;
        series = series * r + C5;
        series = series * r + C4;
        series = series * r + C3;
        series = series * r + C2;
        series = series * r * r + r + 1f;
        int power = Float.floatToRawIntBits(rounded) - BITS_OF_ROUNDER + EXPONENT_BIAS;
        return series * Float.intBitsToFloat(power << MANTISSA_BITS);
    }
}
