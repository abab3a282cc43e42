package dev.orthant.tensor.kernel;

/// The numbers and formulas behind [NormalLawKernels], one element at a time.
///
///     Φ(−x) = exp(−x²/2) M(x) for x ≥ 0,   M(x) = P(t)/(x + 3/2),   t = (x − 5)/(x + 5)
///     ln Φ(b) = −b²/2 + ln M(−b) for b < 0,   ln(1 − exp(−b²/2) M(b)) otherwise
///
/// P is a polynomial of degree 23: Chebyshev interpolation of this project (relative error 1e-17, with rounding 3e-16; the
/// substitution is that of Schonfelder 1978). Φ⁻¹: Wichura 1988, algorithm AS 241, whose tail branches depend on ln p alone. exp by
/// its series after reduction to |r| ≤ ½ ln 2; log as in the C library of Sun Microsystems (fdlibm, 1993).
///
/// Only operations that IEEE 754 rounds correctly, in a fixed order: scalar and vector kernels give the same bits.
@SuppressWarnings("FloatingPointLiteralPrecision") // constants as printed, so that they can be compared
final class NormalLaw {
    /// P, highest power first.
    static final double[] MILLS = {
        -3.505240572680171e-10,
        -3.45112489833607e-10,
        4.009936660668413e-09,
        4.333336798168219e-09,
        -2.795062128504242e-08,
        -3.1427540768440917e-08,
        1.7656476787170508e-07,
        1.6607802444974185e-07,
        -1.185710365948677e-06,
        -4.0766298893996106e-07,
        8.424766785328211e-06,
        -6.573978949379134e-06,
        -5.312692446608561e-05,
        0.00015212042843516143,
        7.493001877986699e-05,
        -0.0015662969799536024,
        0.005332578489438599,
        -0.010674730126796251,
        0.01283001299983487,
        -0.0024733668242453723,
        -0.030439586246834464,
        0.0890647743689658,
        -0.163281059466015,
        0.4999754823375409
    };

    static final double MILLS_CENTRE = 5;
    static final double MILLS_SHIFT = 1.5;

    /// exp r = Σ rᵏ/k!, k from 13 down to 2.
    static final double[] EXPONENTIAL = {
        1.0 / 6227020800L,
        1.0 / 479001600,
        1.0 / 39916800,
        1.0 / 3628800,
        1.0 / 362880,
        1.0 / 40320,
        1.0 / 5040,
        1.0 / 720,
        1.0 / 120,
        1.0 / 24,
        1.0 / 6,
        0.5
    };

    /// Below this exp would be subnormal; it is taken as exp of this.
    static final double LEAST_EXPONENT = -708;

    static final double LOG_2_E = 1.4426950408889634;

    /// ln 2 in two parts; the product of the first with an exponent is exact.
    static final double LN_2_HIGH = 6.93147180369123816490e-01;

    static final double LN_2_LOW = 1.90821492927058770002e-10;

    /// 1.5 · 2⁵²: a number plus this has its nearest integer in the lowest bits.
    static final double INTEGER_BITS = 0x1.8p52;

    /// Bits of √½: a mantissa is taken from [√½, √2).
    static final long BITS_OF_ROOT_HALF = 0x3FE6_A09E_667F_3BCDL;

    static final int MANTISSA_BITS = 52;

    /// log(1 + f) = f − f²/2 + s (f²/2 + R(s²)), s = f/(2 + f); highest power of s² first (of eight
    /// powers, of which the first has coefficient 0).
    static final double[] LOGARITHM = {
        0,
        1.479819860511658591e-01,
        1.531383769920937332e-01,
        1.818357216161805012e-01,
        2.222219843214978396e-01,
        2.857142874366239149e-01,
        3.999999999940941908e-01,
        6.666666666666735130e-01
    };

    /// Wichura's three quotients, highest power first.
    static final double[] CENTRE_NUMERATOR = {
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080
    };

    static final double[] CENTRE_DENOMINATOR = {
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1
    };

    static final double[] SHOULDER_NUMERATOR = {
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734
    };

    static final double[] SHOULDER_DENOMINATOR = {
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940,
        2.05319162663775882187,
        1
    };

    static final double[] FAR_NUMERATOR = {
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720
    };

    static final double[] FAR_DENOMINATOR = {
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1
    };

    static final double CENTRE_HALF_WIDTH = 0.425;
    static final double CENTRE_SQUARE = 0.180625;
    static final double SHOULDER_START = 1.6;

    /// √(−ln p) where the far branch begins.
    static final double FAR_START = 5;

    /// ln p below which Wichura's quotients end; Newton's method takes over.
    static final double FAR_END = -700;

    /// The least probability of the upper side that float64 tells from 0: half a unit in the last place of 1.
    static final double LEAST_UPPER = 0x1p-54;

    private static final double ROOT_TWO_PI = 2.5066282746310002;
    private static final double LOG_TWO_PI = 1.8378770664093453;

    private NormalLaw() {}

    static double logCdf(double b) {
        double x = Math.abs(b);
        double half = x * x * 0.5;
        double mills = mills(x);
        return b < 0 ? log(mills) - half : log(Math.fma(-exp(-half), mills, 1));
    }

    static double truncated(double b, double logCdf, double uniform) {
        double logP = logCdf + log(uniform);
        if (logP < FAR_END) {
            return Math.max(farTail(logP), -b);
        }
        double p = exp(logP);
        double centred = p - 0.5;
        double z;
        if (Math.abs(centred) <= CENTRE_HALF_WIDTH) {
            double r = Math.fma(-centred, centred, CENTRE_SQUARE);
            z = -centred * (polynomial(CENTRE_NUMERATOR, r) / polynomial(CENTRE_DENOMINATOR, r));
        } else {
            double r = Math.sqrt(-(centred < 0 ? logP : log(Math.max(1 - p, LEAST_UPPER))));
            double s = r - SHOULDER_START;
            double f = r - FAR_START;
            double size = r <= FAR_START
                    ? polynomial(SHOULDER_NUMERATOR, s) / polynomial(SHOULDER_DENOMINATOR, s)
                    : polynomial(FAR_NUMERATOR, f) / polynomial(FAR_DENOMINATOR, f);
            z = centred < 0 ? size : -size;
        }
        return Math.max(z, -b);
    }

    /// The x > 0 with ln Φ(−x) = logP, by Newton's method from the leading terms of the expansion.
    static double farTail(double logP) {
        double square = -2 * logP;
        double x = Math.sqrt(square - log(square) - LOG_TWO_PI);
        for (int newton = 0; newton < 3; newton++) {
            x += (logCdf(-x) - logP) * ROOT_TWO_PI * mills(x); // Φ/φ = √(2π) M
        }
        return x;
    }

    /// M(x), x ≥ 0.
    static double mills(double x) {
        return polynomial(MILLS, (x - MILLS_CENTRE) / (x + MILLS_CENTRE)) / (x + MILLS_SHIFT);
    }

    /// x ≤ 0.
    static double exp(double x) {
        double bounded = Math.max(x, LEAST_EXPONENT);
        double shifted = Math.fma(bounded, LOG_2_E, INTEGER_BITS);
        double n = shifted - INTEGER_BITS;
        double r = Math.fma(n, -LN_2_LOW, Math.fma(n, -LN_2_HIGH, bounded));
        double power = Math.fma(Math.fma(polynomial(EXPONENTIAL, r), r, 1), r, 1);
        long exponent = Double.doubleToRawLongBits(shifted) << MANTISSA_BITS;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(power) + exponent);
    }

    /// x positive, not subnormal.
    static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long exponent = (bits - BITS_OF_ROOT_HALF) >> MANTISSA_BITS;
        double f = Double.longBitsToDouble(bits - (exponent << MANTISSA_BITS)) - 1;
        double n = Double.longBitsToDouble(exponent + Double.doubleToRawLongBits(INTEGER_BITS)) - INTEGER_BITS;
        double s = f / (f + 2);
        double square = s * s;
        double half = f * f * 0.5;
        double rest = Math.fma(n, LN_2_LOW, s * Math.fma(polynomial(LOGARITHM, square), square, half));
        return Math.fma(n, LN_2_HIGH, f - (half - rest));
    }

    /// Horner's rule with fused steps, highest power first.
    static double polynomial(double[] coefficients, double x) {
        double value = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            value = Math.fma(value, x, coefficients[i]);
        }
        return value;
    }
}
