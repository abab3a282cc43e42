package dev.orthant.tensor.kernel;

/// sin x and cos x by reduction to the nearest quarter turn (Cody and Waite 1980):
///
///     x = n π/2 + r,   |r| ≤ π/4
///     sin r = r + r³ (S₀ + S₁ r² + S₂ r⁴ + S₃ r⁶),   cos r = 1 + r² (C₀ + C₁ r² + C₂ r⁴ + C₃ r⁶)
///
/// π/2 comes in three parts. Where n has too many bits for that, StrictMath serves, which is the same on every platform.
/// The polynomials are minimax fits of this project, relative errors 2e-10 before rounding. [VectorTrigonometry] is the
/// same on vectors.
final class Trigonometry {
    /// Up to here three parts of π/2 are enough.
    static final float LARGEST = 65536;

    static final float TWO_OVER_PI = 0.63661975f;
    static final float HALF_PI_HIGH = 0x1.921fb6p0f;
    static final float HALF_PI_MIDDLE = -0x1.777a5cp-25f;
    static final float HALF_PI_LOW = -0x1.ee59dap-50f;

    static final float S0 = -0.16666667f;
    static final float S1 = 0.008333379f;
    static final float S2 = -1.9853066e-4f;
    static final float S3 = 2.832548e-6f;

    static final float C0 = -0.5f;
    static final float C1 = 0.041666646f;
    static final float C2 = -0.001388731f;
    static final float C3 = 2.4432327e-5f;

    private Trigonometry() {}

    static float sin(float x) {
        return Math.abs(x) > LARGEST ? (float) StrictMath.sin(x) : quarterTurned(x, 0);
    }

    static float cos(float x) {
        return Math.abs(x) > LARGEST ? (float) StrictMath.cos(x) : quarterTurned(x, 1);
    }

    /// sin(x + turns · π/2)
    private static float quarterTurned(float x, int turns) {
        float shifted = Math.fma(x, TWO_OVER_PI, Exponential.ROUND);
        float n = shifted - Exponential.ROUND;
        float r = Math.fma(n, -HALF_PI_HIGH, x);
        r = Math.fma(n, -HALF_PI_MIDDLE, r);
        r = Math.fma(n, -HALF_PI_LOW, r);
        int quadrant = Float.floatToRawIntBits(shifted) + turns;
        float result = (quadrant & 1) == 0 ? sine(r) : cosine(r);
        int sign = quadrant << 30 & Integer.MIN_VALUE;
        return Float.intBitsToFloat(Float.floatToRawIntBits(result) ^ sign);
    }

    private static float sine(float r) {
        float square = r * r;
        float series = Math.fma(square, S3, S2);
        series = Math.fma(series, square, S1);
        series = Math.fma(series, square, S0);
        return Math.fma(series * square, r, r);
    }

    private static float cosine(float r) {
        float square = r * r;
        float series = Math.fma(square, C3, C2);
        series = Math.fma(series, square, C1);
        series = Math.fma(series, square, C0);
        return Math.fma(series, square, 1);
    }
}
