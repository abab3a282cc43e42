package dev.orthant.tensor.kernel;

/// erf x = x P(x²) / Q(x²) up to where it rounds to 1.
///
/// Numerator and denominator are a minimax fit of this project; all their coefficients are positive, so nothing cancels.
/// [VectorErrorFunction] is the same on vectors.
final class ErrorFunction {
    /// From here on erf rounds to 1.
    static final float IS_ONE = 3.92f;

    static final float P0 = 1.1283791f;
    static final float P1 = 0.19078141f;
    static final float P2 = 0.052789968f;
    static final float P3 = 0.0037795054f;
    static final float P4 = 2.8480618e-4f;
    static final float P5 = 2.0419886e-6f;

    static final float Q1 = 0.5024083f;
    static final float Q2 = 0.11425652f;
    static final float Q3 = 0.014997231f;
    static final float Q4 = 0.0011651872f;
    static final float Q5 = 3.800413e-5f;

    static final float TWO_OVER_ROOT_PI = 1.1283792f;

    private ErrorFunction() {}

    static float erf(float x) {
        float square = x * x;
        float p = Math.fma(square, P5, P4);
        p = Math.fma(p, square, P3);
        p = Math.fma(p, square, P2);
        p = Math.fma(p, square, P1);
        p = Math.fma(p, square, P0);
        float q = Math.fma(square, Q5, Q4);
        q = Math.fma(q, square, Q3);
        q = Math.fma(q, square, Q2);
        q = Math.fma(q, square, Q1);
        q = Math.fma(q, square, 1);
        float absolute = Math.abs(x);
        float erf = absolute * p / q;
        return Math.copySign(absolute > IS_ONE || erf > 1 ? 1 : erf, x);
    }

    /// 2/√π e^(−x²)
    static float derivative(float x) {
        float square = x * x;
        float rest = square < Float.POSITIVE_INFINITY ? Math.fma(x, x, -square) : 0;
        return TWO_OVER_ROOT_PI * Exponential.exp(-square, -rest);
    }
}
