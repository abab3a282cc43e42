package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Exponential.BITS_OF_ONE;
import static dev.orthant.tensor.kernel.Exponential.HIGHEST;
import static dev.orthant.tensor.kernel.Exponential.HIGHEST_MINUS_ONE;
import static dev.orthant.tensor.kernel.Exponential.LOG2_E;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_HIGH;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_LOW;
import static dev.orthant.tensor.kernel.Exponential.LOWEST;
import static dev.orthant.tensor.kernel.Exponential.LOWEST_MINUS_ONE;
import static dev.orthant.tensor.kernel.Exponential.MANTISSA_BITS;
import static dev.orthant.tensor.kernel.Exponential.Q0;
import static dev.orthant.tensor.kernel.Exponential.Q1;
import static dev.orthant.tensor.kernel.Exponential.Q2;
import static dev.orthant.tensor.kernel.Exponential.Q3;
import static dev.orthant.tensor.kernel.Exponential.Q4;
import static dev.orthant.tensor.kernel.Exponential.ROUND;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// [Exponential] a vector at a time: the same operations in the same order.
final class VectorExponential {
    /// Bits of 2⁶⁴.
    private static final int RAISED = BITS_OF_ONE + (64 << MANTISSA_BITS);

    private VectorExponential() {}

    static FloatVector exp(FloatVector x) {
        // Results that round to 0 are set: made by a product, they cost some processors a hundred times as much.
        VectorMask<Float> vanishes = x.compare(VectorOperators.LT, LOWEST);
        FloatVector clamped = x.blend(0, vanishes);
        clamped = clamped.blend(HIGHEST, clamped.compare(VectorOperators.GT, HIGHEST));
        FloatVector shifted = clamped.fma(broadcast(LOG2_E), broadcast(ROUND));
        FloatVector r = remainder(clamped, shifted.sub(ROUND));
        FloatVector power = series(r).fma(r, broadcast(1)).fma(r, broadcast(1));
        return scaled(power, shifted.reinterpretAsInts()).blend(0, vanishes);
    }

    /// The same bits as [#exp(FloatVector)] for x below 44, with fewer operations: n + 64 is then the exponent of a
    /// float32 number.
    static FloatVector expOfNonpositive(FloatVector x) {
        VectorMask<Float> vanishes = x.compare(VectorOperators.LT, LOWEST);
        FloatVector clamped = x.blend(0, vanishes);
        FloatVector shifted = clamped.fma(broadcast(LOG2_E), broadcast(ROUND));
        FloatVector r = remainder(clamped, shifted.sub(ROUND));
        FloatVector power = series(r).fma(r, broadcast(1)).fma(r, broadcast(1));
        return power.mul(powerOfTwo(shifted, RAISED)).mul(0x1p-64f).blend(0, vanishes);
    }

    /// The same bits as [#exp(FloatVector)] for x from −87 to 88, where n itself is the exponent of a float32 number.
    static FloatVector expOfModerate(FloatVector x) {
        FloatVector shifted = x.fma(broadcast(LOG2_E), broadcast(ROUND));
        FloatVector r = remainder(x, shifted.sub(ROUND));
        FloatVector power = series(r).fma(r, broadcast(1)).fma(r, broadcast(1));
        return power.mul(powerOfTwo(shifted, BITS_OF_ONE));
    }

    /// 2ⁿ for the n in the low bits of `shifted`, times the number whose bits are given.
    private static FloatVector powerOfTwo(FloatVector shifted, int bits) {
        return shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .add(bits)
                .reinterpretAsFloats();
    }

    /// See [Exponential#exp(float, float, float)].
    static FloatVector exp(FloatVector factor, FloatVector high, FloatVector low) {
        FloatVector shifted = high.fma(broadcast(LOG2_E), broadcast(ROUND));
        FloatVector r = remainder(high, shifted.sub(ROUND)).add(low);
        FloatVector less = series(r).mul(r).fma(r, r);
        return scaled(less.fma(factor, factor), shifted.reinterpretAsInts());
    }

    private static FloatVector scaled(FloatVector number, IntVector bits) {
        IntVector half = bits.lanewise(VectorOperators.ASHR, 1).lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        IntVector all = bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        FloatVector first = half.add(BITS_OF_ONE).reinterpretAsFloats();
        FloatVector second = all.sub(half).add(BITS_OF_ONE).reinterpretAsFloats();
        return number.mul(first).mul(second);
    }

    /// The two zeros are not told apart: −0 gives +0 where [Exponential#expm1] gives −0.
    static FloatVector expm1OfNonzero(FloatVector x) {
        FloatVector clamped = clamped(x, LOWEST_MINUS_ONE, HIGHEST_MINUS_ONE);
        FloatVector shifted = clamped.fma(broadcast(LOG2_E), broadcast(ROUND));
        FloatVector r = remainder(clamped, shifted.sub(ROUND));
        FloatVector less = series(r).mul(r).fma(r, r);
        FloatVector halfScale = shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .add(BITS_OF_ONE - (1 << MANTISSA_BITS))
                .reinterpretAsFloats();
        FloatVector half = less.fma(halfScale, halfScale.sub(0.5f));
        return half.add(half);
    }

    private static FloatVector clamped(FloatVector x, float lowest, float highest) {
        FloatVector clamped = x.blend(lowest, x.compare(VectorOperators.LT, lowest));
        return clamped.blend(highest, clamped.compare(VectorOperators.GT, highest));
    }

    private static FloatVector remainder(FloatVector x, FloatVector n) {
        return n.fma(broadcast(-LOG_2_LOW), n.fma(broadcast(-LOG_2_HIGH), x));
    }

    private static FloatVector series(FloatVector r) {
        FloatVector series = r.fma(broadcast(Q4), broadcast(Q3));
        series = series.fma(r, broadcast(Q2));
        series = series.fma(r, broadcast(Q1));
        return series.fma(r, broadcast(Q0));
    }

    static void exp(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            exp(load(a, aFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void expOfNonpositive(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            expOfNonpositive(load(a, aFrom + i)).intoArray(out, outFrom + i);
        }
    }

    static void expm1(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = load(a, aFrom + i);
            expm1OfNonzero(x).blend(x, x.compare(VectorOperators.EQ, 0)).intoArray(out, outFrom + i);
        }
    }
}
