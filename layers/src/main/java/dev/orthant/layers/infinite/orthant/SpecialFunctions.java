package dev.orthant.layers.infinite.orthant;

/// The normal distribution and its inverse to full float64 accuracy, far into the tail and on the log scale.
///
///     erfc(x) = 2/√π ∫ₓ^∞ exp(−t²) dt       Φ(b) = erfc(−b/√2)/2
///
/// Sources: erfc: Cody 1969, "Rational Chebyshev approximations for the error function"; Φ⁻¹: Wichura 1988, algorithm
/// AS 241 (PPND16).
@SuppressWarnings("FloatingPointLiteralPrecision") // constants as printed, so that they can be compared
final class SpecialFunctions {
    private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;
    private static final double ONE_OVER_ROOT_PI = 0.56418958354775628695;

    // Cody 1969, tables II to V, highest power first except where the algorithm starts with the last one.
    private static final double[] ERF_NUMERATOR = {
        1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3
    };
    private static final double[] ERF_DENOMINATOR = {
        1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
    };
    private static final double[] MIDDLE_NUMERATOR = {
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
        2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
        1.23033935479799725e3
    };
    private static final double[] MIDDLE_DENOMINATOR = {
        1,
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3
    };
    private static final double[] TAIL_NUMERATOR = {
        1.63153871373020978e-2,
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4
    };
    private static final double[] TAIL_DENOMINATOR = {
        1,
        2.56852019228982242,
        1.87295284992346047,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };

    // Wichura 1988, highest power first.
    private static final double[] CENTRE_NUMERATOR = {
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080
    };
    private static final double[] CENTRE_DENOMINATOR = {
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1
    };
    private static final double[] SHOULDER_NUMERATOR = {
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734
    };
    private static final double[] SHOULDER_DENOMINATOR = {
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940,
        2.05319162663775882187,
        1
    };
    private static final double[] FAR_NUMERATOR = {
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720
    };
    private static final double[] FAR_DENOMINATOR = {
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1
    };

    private SpecialFunctions() {}

    /// erfc(x); relative error about 1e-15 until it underflows at x = 26.5.
    static double erfc(double x) {
        double size = Math.abs(x);
        if (size <= 0.46875) {
            double square = x * x;
            return 1 - x * polynomial(ERF_NUMERATOR, square) / polynomial(ERF_DENOMINATOR, square);
        }
        double tail =
                size <= 4 ? polynomial(MIDDLE_NUMERATOR, size) / polynomial(MIDDLE_DENOMINATOR, size) : farTail(size);
        // exp(−x²) with x² in two parts: the rounding error of x² alone would be multiplied by x².
        double coarse = Math.floor(size * 16) / 16;
        double value = Math.exp(-coarse * coarse) * Math.exp(-(size - coarse) * (size + coarse)) * tail;
        return x < 0 ? 2 - value : value;
    }

    /// Φ(b), the probability that a standard normal number is below b.
    static double normalCdf(double b) {
        return erfc(-b / Math.sqrt(2)) / 2;
    }

    /// ln Φ(b), without underflow for any finite b. Below −10 the asymptotic series
    ///
    ///     ln Φ(b) = −b²/2 − ln(−b) − ln √(2π) + ln(1 + Σ_k (−1)ᵏ (2k − 1)!! / b²ᵏ)
    static double logNormalCdf(double b) {
        if (b > 5) {
            return Math.log1p(-erfc(b / Math.sqrt(2)) / 2);
        }
        if (b > -10) {
            return Math.log(erfc(-b / Math.sqrt(2)) / 2);
        }
        double term = 1;
        double sum = 0;
        for (int k = 1; k <= 15; k++) {
            double next = -term * (2 * k - 1) / (b * b);
            if (Math.abs(next) >= Math.abs(term)) {
                break; // an asymptotic series: from here on terms grow
            }
            sum += next;
            term = next;
        }
        return -b * b / 2 - Math.log(-b) - HALF_LOG_TWO_PI + Math.log1p(sum);
    }

    /// φ(b)/Φ(b), the mean of a standard normal number that exceeds −b.
    static double inverseMills(double b) {
        return Math.exp(-b * b / 2 - HALF_LOG_TWO_PI - logNormalCdf(b));
    }

    /// Φ⁻¹(p) for p in (0, 1).
    static double inverseNormalCdf(double p) {
        double centred = p - 0.5;
        if (Math.abs(centred) <= 0.425) {
            double r = 0.180625 - centred * centred;
            return centred * polynomial(CENTRE_NUMERATOR, r) / polynomial(CENTRE_DENOMINATOR, r);
        }
        double upper = upperQuantile(Math.sqrt(-Math.log(Math.min(p, 1 - p))));
        return centred < 0 ? -upper : upper;
    }

    /// Φ⁻¹(e^l) for l < 0, also where e^l underflows.
    static double inverseNormalCdfOfLog(double logProbability) {
        if (logProbability > -2.5) {
            return inverseNormalCdf(Math.exp(logProbability));
        }
        if (logProbability > -700) {
            return -upperQuantile(Math.sqrt(-logProbability));
        }
        double square = -2 * logProbability;
        double x = Math.sqrt(square - Math.log(square) - 2 * HALF_LOG_TWO_PI);
        for (int newton = 0; newton < 4; newton++) {
            x += (logNormalCdf(-x) - logProbability) / inverseMills(-x);
        }
        return -x;
    }

    /// A standard normal number conditioned to exceed `-b`, from a uniform in (0, 1).
    static double truncatedNormal(double b, double logCdf, double uniform) {
        // Φ(−37) = 5.7e-300: below that a product with it would lose digits.
        double z = b > -37
                ? -inverseNormalCdf(uniform * Math.exp(logCdf))
                : -inverseNormalCdfOfLog(logCdf + Math.log(uniform));
        return Math.max(z, -b);
    }

    /// The x > 0 with Φ(−x) = exp(−r²), for tails below 0.075 and r up to 27.
    private static double upperQuantile(double r) {
        if (r <= 5) {
            return polynomial(SHOULDER_NUMERATOR, r - 1.6) / polynomial(SHOULDER_DENOMINATOR, r - 1.6);
        }
        return polynomial(FAR_NUMERATOR, r - 5) / polynomial(FAR_DENOMINATOR, r - 5);
    }

    private static double farTail(double x) {
        double inverseSquare = 1 / (x * x);
        double correction =
                inverseSquare * polynomial(TAIL_NUMERATOR, inverseSquare) / polynomial(TAIL_DENOMINATOR, inverseSquare);
        return (ONE_OVER_ROOT_PI - correction) / x;
    }

    /// Horner's rule, highest power first.
    private static double polynomial(double[] coefficients, double x) {
        double value = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            value = value * x + coefficients[i];
        }
        return value;
    }
}
