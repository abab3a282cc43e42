package dev.orthant.tensor.kernel;

/// The error function in two ranges, a = |x|:
///
///     a ≤ 0.9:  erf a = a + a (S₀ + S₁ a² + … + S₅ a¹⁰)
///     a > 0.9:  erf a = 1 − e^(−(T₀ + T₁ a + … + T₆ a⁶)),  which rounds to 1 from 3.92 on
///
/// Both polynomials are minimax fits of this project, relative errors 1.4e-8 and 2e-9 before rounding.
/// [VectorErrorFunction] is the same on vectors.
final class ErrorFunction {
    static final float INNER = 0.9f;

    /// From here on erf rounds to 1.
    static final float IS_ONE = 3.93f;

    static final float S0 = 0.12837915f;
    static final float S1 = -0.37612507f;
    static final float S2 = 0.11281978f;
    static final float S3 = -0.026773399f;
    static final float S4 = 0.005004346f;
    static final float S5 = -6.053446e-4f;

    static final float T0 = 1.6642896e-4f;
    static final float T1 = 1.1277974f;
    static final float T2 = 0.63697577f;
    static final float T3 = 0.10411409f;
    static final float T4 = -0.022315498f;
    static final float T5 = 0.0030655891f;
    static final float T6 = -1.9823313e-4f;

    static final float TWO_OVER_ROOT_PI = 1.1283792f;

    /// Where e^(−x²) is less than half the smallest subnormal number.
    static final float DERIVATIVE_IS_ZERO = 10.21f;

    private ErrorFunction() {}

    static float erf(float x) {
        float absolute = Math.abs(x);
        float erf = absolute > INNER ? outer(absolute) : inner(absolute);
        return Math.copySign(erf, x);
    }

    private static float inner(float a) {
        float square = a * a;
        float series = Math.fma(square, S5, S4);
        series = Math.fma(series, square, S3);
        series = Math.fma(series, square, S2);
        series = Math.fma(series, square, S1);
        series = Math.fma(series, square, S0);
        return Math.fma(series, a, a);
    }

    private static float outer(float a) {
        float clamped = a > IS_ONE ? IS_ONE : a;
        float series = Math.fma(clamped, T6, T5);
        series = Math.fma(series, clamped, T4);
        series = Math.fma(series, clamped, T3);
        series = Math.fma(series, clamped, T2);
        series = Math.fma(series, clamped, T1);
        series = Math.fma(series, clamped, T0);
        return 1 - Exponential.exp(1, -series, 0);
    }

    /// 2/√π e^(−x²). The rounding error of x² is not lost.
    static float derivative(float x) {
        float absolute = Math.abs(x);
        float clamped = absolute > DERIVATIVE_IS_ZERO ? DERIVATIVE_IS_ZERO : absolute;
        float square = clamped * clamped;
        float rest = Math.fma(clamped, clamped, -square);
        return Exponential.exp(TWO_OVER_ROOT_PI, -square, -rest);
    }
}
