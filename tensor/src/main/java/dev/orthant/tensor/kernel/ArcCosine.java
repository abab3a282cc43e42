package dev.orthant.tensor.kernel;

/// arccos |x| = √(1 − |x|) · (A₀ + A₁ |x| + … + A₇ |x|⁷), and π minus that for negative x.
///
/// The form is that of Abramowitz and Stegun (1964), 4.4.46; the coefficients are a minimax fit of this project, relative
/// error 5e-8 before rounding. [VectorArcCosine] is the same on vectors.
final class ArcCosine {
    static final float A0 = 1.5707963f;
    static final float A1 = -0.2145932f;
    static final float A2 = 0.08888495f;
    static final float A3 = -0.049588166f;
    static final float A4 = 0.0291651f;
    static final float A5 = -0.014491126f;
    static final float A6 = 0.0047414475f;
    static final float A7 = -7.0162746e-4f;

    static final float PI = (float) Math.PI;

    private ArcCosine() {}

    static float acos(float x) {
        float absolute = Math.abs(x);
        float series = Math.fma(absolute, A7, A6);
        series = Math.fma(series, absolute, A5);
        series = Math.fma(series, absolute, A4);
        series = Math.fma(series, absolute, A3);
        series = Math.fma(series, absolute, A2);
        series = Math.fma(series, absolute, A1);
        series = Math.fma(series, absolute, A0);
        float angle = (float) Math.sqrt(1 - absolute) * series;
        return x < 0 ? PI - angle : angle;
    }

    /// −1 / √(1 − x²), the product taken as (1 − x)(1 + x), which does not cancel
    static float derivative(float x) {
        return -1 / (float) Math.sqrt((1 - x) * (1 + x));
    }
}
