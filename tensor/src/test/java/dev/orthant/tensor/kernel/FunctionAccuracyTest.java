package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The definitions against float64 references, over all exponents and densely where functions bend.
///
/// Only the scalar definitions are run: [FunctionKernelsTest] holds the vector kernels to their bits.
class FunctionAccuracyTest {
    interface FloatFunction {
        float of(float x);
    }

    /// The bounds are those that [FunctionKernels] promises. `from` and `to`: where to look densely.
    @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing that changes
    enum Case {
        EXP(Exponential::exp, Math::exp, 1, -104, 89),
        EXPM1(Exponential::expm1, Math::expm1, 2, -18, 89),
        LOG(Logarithm::log, Math::log, 1, 0, 4),
        LOG1P(Logarithm::log1p, Math::log1p, 2, -1, 4),
        TANH(Sigmoids::tanh, Math::tanh, 2.5, -10, 10),
        SIGMOID(Sigmoids::sigmoid, References::sigmoid, 2.5, -104, 20),
        SILU(Sigmoids::silu, References::silu, 4, -110, 20),
        SOFTPLUS(Sigmoids::softplus, References::softplus, 2, -104, 20),
        ERF(ErrorFunction::erf, References::erf, 2, -4.5f, 4.5f),
        GELU(Gelu::gelu, References::gelu, 5, -14.5f, 6),
        ACOS(ArcCosine::acos, Math::acos, 3, -1, 1),
        SIN(Trigonometry::sin, Math::sin, 2, -20, 20),
        COS(Trigonometry::cos, Math::cos, 2, -20, 20),
        SQUARE_ROOT(Power.raisingTo(0.5)::of, x -> Math.pow(x, 0.5), 1, 0, 10),
        CUBE(Power.raisingTo(3)::of, x -> Math.pow(x, 3), 1, -10, 10),
        PI(Power.raisingTo((float) Math.PI)::of, x -> Math.pow(x, (float) Math.PI), 1, 0, 10),
        TENTH_ROOT_BELOW(Power.raisingTo(-0.1f)::of, x -> Math.pow(x, -0.1f), 1, 0, 10),
        HIGH_POWER(Power.raisingTo(-77)::of, x -> Math.pow(x, -77), 1, -2, 2);

        final FloatFunction function;
        final DoubleUnaryOperator reference;
        final double bound;
        final float from;
        final float to;

        Case(FloatFunction function, DoubleUnaryOperator reference, double bound, float from, float to) {
            this.function = function;
            this.reference = reference;
            this.bound = bound;
            this.from = from;
            this.to = to;
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorsStayBelowTheBoundThatTheInterfacePromises(Case c) {
        double worst = 0;
        float worstAt = 0;
        for (int i = 0; i < 400_000; i++) {
            // All exponents and signs first: 211 is odd and prime, so the mantissas differ from one exponent to the
            // next.
            float x = i < 200_000
                    ? Float.intBitsToFloat(i * ((1 << 15) - 211) * 2)
                    : c.from + (c.to - c.from) * ((i - 200_000) / 200_000f);
            double exact = c.reference.applyAsDouble(x);
            double error = Ulp.error(c.function.of(x), exact);
            if (error > worst) {
                worst = error;
                worstAt = x;
            }
        }
        double error = worst;
        float at = worstAt;
        assertTrue(error <= c.bound, () -> c + " is off by " + error + " ulp at " + at);
    }

    @ParameterizedTest
    @EnumSource
    void edgesAreThoseOfTheReference(Case c) {
        float[] edges = {
            0,
            -0f,
            1,
            -1,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
        };
        for (float x : edges) {
            float expected = (float) c.reference.applyAsDouble(x);
            float actual = c.function.of(x);
            boolean close = expected == actual || Ulp.error(actual, c.reference.applyAsDouble(x)) <= c.bound;
            assertTrue(close, () -> c + " of " + x + " is " + actual + " and should be " + expected);
            if (Float.isNaN(expected)) {
                assertEquals(expected, actual, c + " of " + x);
            }
        }
    }
}
