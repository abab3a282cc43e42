package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Exponential.BITS_OF_ONE;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_HIGH;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_LOW;
import static dev.orthant.tensor.kernel.Exponential.MANTISSA_BITS;
import static dev.orthant.tensor.kernel.Logarithm.BITS_OF_ROOT_HALF;
import static dev.orthant.tensor.kernel.Logarithm.L0;
import static dev.orthant.tensor.kernel.Logarithm.L1;
import static dev.orthant.tensor.kernel.Logarithm.L2;
import static dev.orthant.tensor.kernel.Logarithm.L3;
import static dev.orthant.tensor.kernel.Logarithm.L4;
import static dev.orthant.tensor.kernel.Logarithm.L5;
import static dev.orthant.tensor.kernel.Logarithm.L6;
import static dev.orthant.tensor.kernel.Logarithm.L7;
import static dev.orthant.tensor.kernel.Logarithm.LARGE;
import static dev.orthant.tensor.kernel.Logarithm.LOWERED;
import static dev.orthant.tensor.kernel.Logarithm.LOWERED_BY;
import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;
import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// [Logarithm] a vector at a time: the same operations in the same order.
final class VectorLogarithm {
    private static final int BITS_OF_MIN_NORMAL = 0x0080_0000;
    private static final int BITS_OF_INFINITY = 0x7F80_0000;

    private VectorLogarithm() {}

    static FloatVector log1p(FloatVector x) {
        VectorMask<Float> large = x.compare(VectorOperators.GT, LARGE);
        FloatVector reduced = x.blend(x.mul(LOWERED), large);
        IntVector exponentBits = exponentBits(reduced);
        FloatVector k = toFloats(exponentBits.lanewise(VectorOperators.ASHR, MANTISSA_BITS))
                .add(broadcast(0).blend(LOWERED_BY, large));
        FloatVector logarithm = withEdges(x.add(1), sum(fraction(reduced, exponentBits), k));
        return logarithm.blend(x, x.compare(VectorOperators.EQ, 0));
    }

    static FloatVector log1pOfFraction(FloatVector x) {
        IntVector exponentBits = exponentBits(x);
        FloatVector k = toFloats(exponentBits.lanewise(VectorOperators.ASHR, MANTISSA_BITS));
        return sum(fraction(x, exponentBits), k);
    }

    private static IntVector exponentBits(FloatVector x) {
        return x.add(1).reinterpretAsInts().sub(BITS_OF_ROOT_HALF).and(Integer.MIN_VALUE >> 8);
    }

    /// 2⁻ᵏ (1 + x) − 1
    private static FloatVector fraction(FloatVector x, IntVector exponentBits) {
        FloatVector scale = exponentBits.neg().add(BITS_OF_ONE).reinterpretAsFloats();
        return x.fma(scale, scale.sub(1));
    }

    private static FloatVector sum(FloatVector f, FloatVector k) {
        FloatVector series = f.fma(broadcast(L7), broadcast(L6));
        series = series.fma(f, broadcast(L5));
        series = series.fma(f, broadcast(L4));
        series = series.fma(f, broadcast(L3));
        series = series.fma(f, broadcast(L2));
        series = series.fma(f, broadcast(L1));
        series = series.fma(f, broadcast(L0));
        FloatVector small = series.fma(f, broadcast(-0.5f)).mul(f.mul(f));
        small = k.fma(broadcast(LOG_2_LOW), small).add(f);
        return k.fma(broadcast(LOG_2_HIGH), small);
    }

    private static FloatVector withEdges(FloatVector x, FloatVector logarithm) {
        FloatVector right = x.blend(logarithm, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        right = right.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
        return right.blend(Float.NaN, x.compare(VectorOperators.LT, 0));
    }

    private static FloatVector toFloats(IntVector vector) {
        return (FloatVector) vector.convert(VectorOperators.I2F, 0);
    }

    /// One loop of nothing but calls of the Vector API: see [VectorGelu]. A vector with a number that is no positive normal
    /// one is left to the definition: to test for it takes two operations, to answer for every edge more than ten.
    static void log(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            IntVector bits = FloatVector.fromArray(FLOAT, a, aFrom + i).reinterpretAsInts();
            if (bits.sub(BITS_OF_MIN_NORMAL)
                    .compare(VectorOperators.UGE, BITS_OF_INFINITY - BITS_OF_MIN_NORMAL)
                    .anyTrue()) {
                definition(a, aFrom + i, out, outFrom + i);
                continue;
            }
            IntVector k = bits.sub(BITS_OF_ROOT_HALF).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
            IntVector mantissa = bits.sub(k.lanewise(VectorOperators.LSHL, MANTISSA_BITS));
            FloatVector f = mantissa.reinterpretAsFloats().sub(1);
            FloatVector exponent = (FloatVector) k.convert(VectorOperators.I2F, 0);
            FloatVector series =
                    f.fma(L7, L6).lanewise(FMA, f, L5).lanewise(FMA, f, L4).lanewise(FMA, f, L3);
            series = series.lanewise(FMA, f, L2).lanewise(FMA, f, L1).lanewise(FMA, f, L0);
            FloatVector small = series.lanewise(FMA, f, -0.5f).mul(f.mul(f));
            small = exponent.lanewise(FMA, FloatVector.broadcast(FLOAT, LOG_2_LOW), small)
                    .add(f);
            exponent.lanewise(FMA, FloatVector.broadcast(FLOAT, LOG_2_HIGH), small)
                    .intoArray(out, outFrom + i);
        }
    }

    private static void definition(float[] a, int aFrom, float[] out, int outFrom) {
        for (int lane = 0; lane < LANES; lane++) {
            out[outFrom + lane] = Logarithm.log(a[aFrom + lane]);
        }
    }

    static void log1p(float[] a, int aFrom, float[] out, int outFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            log1p(load(a, aFrom + i)).intoArray(out, outFrom + i);
        }
    }
}
