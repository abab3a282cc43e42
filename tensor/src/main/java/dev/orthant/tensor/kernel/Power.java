package dev.orthant.tensor.kernel;

/// x to a fixed power, xᵖ = 2^(p log₂ x), in float64: the error of the exponent is multiplied by p log₂ x ≤ 150.
///
///     |x| = 2ᵏ m with m in [√½, √2),  s = (m − 1) / (m + 1)
///     log₂|x| = k + s (G₀ + G₁ s² + … + G₄ s⁸)
///     2ʸ = 2ⁿ 2ʳ with |r| ≤ ½,  2ʳ = 1 + H₁ r + … + H₆ r⁶
///
/// The polynomials are minimax fits of this project; the relative error of the result is below 3e-9 before its rounding to
/// float32. Special cases are those of [Math#pow]. [VectorPower] is the same on vectors.
///
/// @param exponent p, in float64 so that p − 1 is exact
/// @param integer  whether p is an integer: negative numbers have a power
/// @param odd      whether p is an odd integer: then that is negative
record Power(double exponent, boolean integer, boolean odd) {
    static final int MANTISSA_BITS = 52;
    static final long BITS_OF_ONE = 0x3FF0_0000_0000_0000L;

    /// Added to the bits of √½, gives those of 1.
    static final long FROM_ROOT_HALF_TO_ONE = BITS_OF_ONE - 0x3FE6_A09E_667F_3BCDL;

    /// 1.5 · 2⁵²: adding it rounds to an integer, which then stands in the low bits.
    static final double ROUND = 0x1.8p52;

    /// From an exponent in its biased form to a float64 number, by operations that any processor has for vectors.
    static final long BITS_OF_ROUND = 0x4338_0000_0000_0000L;

    static final double BIASED_ROUND = ROUND + 1023;

    /// 2 to the power ±200 over- or underflows float32 and not float64.
    static final double LARGEST_LOGARITHM = 200;

    static final double G0 = 2.8853900817900655;
    static final double G1 = 0.9617966733570602;
    static final double G2 = 0.5770835823662542;
    static final double G3 = 0.4116728698895164;
    static final double G4 = 0.3407273289817976;

    static final double H1 = 0.6931472028551282;
    static final double H2 = 0.24022647913619302;
    static final double H3 = 0.055503324710267275;
    static final double H4 = 0.00961843735834195;
    static final double H5 = 0.0013398874445439014;
    static final double H6 = 0.00015353361800244893;

    /// @param exponent a float32 number or one less
    static Power raisingTo(double exponent) {
        boolean integer = exponent == Math.rint(exponent);
        boolean odd = integer && Math.abs(exponent % 2) == 1;
        return new Power(exponent, integer, odd);
    }

    float of(float x) {
        if (exponent == 0) {
            return 1;
        }
        float power = (float) exp2(exponent * log2(Math.abs((double) x)));
        boolean undefined = !integer && x < 0 && x > Float.NEGATIVE_INFINITY;
        return undefined ? Float.NaN : odd ? Math.copySign(power, x) : power;
    }

    /// For positive numbers of any size that float32 has; the edges go through.
    private static double log2(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long biased = (bits + FROM_ROOT_HALF_TO_ONE) >>> MANTISSA_BITS;
        double m = Double.longBitsToDouble(bits - (biased << MANTISSA_BITS) + BITS_OF_ONE);
        double k = Double.longBitsToDouble(biased + BITS_OF_ROUND) - BIASED_ROUND;
        double s = (m - 1) / (m + 1);
        double square = s * s;
        double series = Math.fma(square, G4, G3);
        series = Math.fma(series, square, G2);
        series = Math.fma(series, square, G1);
        series = Math.fma(series, square, G0);
        double logarithm = Math.fma(series, s, k);
        return x == 0 ? Double.NEGATIVE_INFINITY : x < Double.POSITIVE_INFINITY ? logarithm : x;
    }

    private static double exp2(double y) {
        double clamped = y > LARGEST_LOGARITHM ? LARGEST_LOGARITHM : y;
        clamped = clamped < -LARGEST_LOGARITHM ? -LARGEST_LOGARITHM : clamped;
        double shifted = clamped + ROUND;
        double r = clamped - (shifted - ROUND);
        double series = Math.fma(r, H6, H5);
        series = Math.fma(series, r, H4);
        series = Math.fma(series, r, H3);
        series = Math.fma(series, r, H2);
        series = Math.fma(series, r, H1);
        series = Math.fma(series, r, 1);
        long scale = (Double.doubleToRawLongBits(shifted) << MANTISSA_BITS) + BITS_OF_ONE;
        return series * Double.longBitsToDouble(scale);
    }
}
