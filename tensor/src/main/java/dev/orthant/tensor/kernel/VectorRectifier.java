package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.DOUBLE;
import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.orthant.tensor.parallel.PerThread;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;

/// [RectifierLaw], a vector at a time. One short loop per step over arrays that stay in the first-level cache: a loop with all
/// of them would be too large for the compiler, which then makes an object of every vector.
final class VectorRectifier implements RectifierKernels {
    private static final int SIGN_SHIFT = Long.SIZE - 1;

    /// As in [VectorNormalLaw]: more than two implementations behind one call keep each a method of its own.
    private interface Pass {
        void run(Work work);
    }

    private static final Pass[] PASSES = {
        work -> correlations(work),
        work -> angles(work.t, work.angle, work.whole),
        work -> covariances(work),
        work -> slopes(work)
    };

    /// One thread's scratch, of three equal parts.
    private static final PerThread<double[][]> SCRATCH = PerThread.withInitial(() -> new double[3][0]);

    /// @param whole elements in whole vectors
    /// @param slope empty if nobody asks for it
    /// @param scale scratch, at least as long as the whole vectors of the row; so are the next two
    private record Work(
            int whole,
            double half,
            double product,
            double[] c,
            double q,
            double[] r,
            double[] covariance,
            double[] slope,
            double[] scale,
            double[] t,
            double[] angle) {}

    @Override
    public void row(
            double half, double product, double[] c, double q, double[] r, double[] covariance, double[] slope) {
        int whole = DOUBLE.loopBound(c.length);
        double[][] scratch = scratch(whole);
        Work work = new Work(whole, half, product, c, q, r, covariance, slope, scratch[0], scratch[1], scratch[2]);
        for (Pass pass : PASSES) {
            pass.run(work);
        }
        ScalarRectifier.run(half, product, c, q, r, covariance, slope, whole);
    }

    private static double[][] scratch(int length) {
        double[][] kept = SCRATCH.get();
        if (kept[0].length < length) {
            kept = new double[3][length];
            SCRATCH.set(kept);
        }
        return kept;
    }

    private static void correlations(Work work) {
        double[] c = work.c;
        double[] r = work.r;
        double[] scale = work.scale;
        double[] t = work.t;
        DoubleVector variance = DoubleVector.broadcast(DOUBLE, work.q);
        for (int j = 0; j < work.whole; j += DOUBLE_LANES) {
            DoubleVector root =
                    variance.mul(DoubleVector.fromArray(DOUBLE, r, j)).sqrt();
            root.intoArray(scale, j);
            DoubleVector.fromArray(DOUBLE, c, j)
                    .div(root.max(Double.MIN_NORMAL))
                    .max(-1)
                    .min(1)
                    .intoArray(t, j);
        }
    }

    private static void angles(double[] t, double[] angle, int whole) {
        double[] p = RectifierLaw.ARC_SINE;
        for (int j = 0; j < whole; j += DOUBLE_LANES) {
            DoubleVector x = DoubleVector.fromArray(DOUBLE, t, j);
            DoubleVector size = x.abs();
            LongVector inner = size.sub(0.5).reinterpretAsLongs().lanewise(ASHR, SIGN_SHIFT);
            DoubleVector far = size.neg().add(1).mul(0.5);
            DoubleVector u = size.mul(size)
                    .reinterpretAsLongs()
                    .lanewise(XOR, far.reinterpretAsLongs())
                    .and(inner)
                    .lanewise(XOR, far.reinterpretAsLongs())
                    .reinterpretAsDoubles();
            LongVector root = far.sqrt().reinterpretAsLongs();
            DoubleVector s = size.reinterpretAsLongs()
                    .lanewise(XOR, root)
                    .and(inner)
                    .lanewise(XOR, root)
                    .reinterpretAsDoubles();
            DoubleVector series = DoubleVector.broadcast(DOUBLE, p[0])
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[1]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[2]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[3]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[4]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[5]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[6]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[7]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[8]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[9]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[10]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[11]))
                    .fma(u, DoubleVector.broadcast(DOUBLE, p[12]));
            DoubleVector arcSine = s.mul(u).fma(series, s);
            // of |t|: π/2 + asin |t| or π − 2 asin √…; of −|t|: π less that, but computed without the difference
            DoubleVector twice = arcSine.add(arcSine);
            LongVector negative = x.reinterpretAsLongs().lanewise(ASHR, SIGN_SHIFT);
            LongVector outerAbove = twice.neg().add(Math.PI).reinterpretAsLongs();
            LongVector outer = twice.reinterpretAsLongs()
                    .lanewise(XOR, outerAbove)
                    .and(negative)
                    .lanewise(XOR, outerAbove);
            LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
            DoubleVector signed =
                    arcSine.reinterpretAsLongs().lanewise(XOR, sign).reinterpretAsDoubles();
            signed.add(RectifierLaw.HALF_PI)
                    .reinterpretAsLongs()
                    .lanewise(XOR, outer)
                    .and(inner)
                    .lanewise(XOR, outer)
                    .reinterpretAsDoubles()
                    .intoArray(angle, j);
        }
    }

    private static void covariances(Work work) {
        double[] t = work.t;
        double[] angle = work.angle;
        double[] scale = work.scale;
        double[] covariance = work.covariance;
        DoubleVector half = DoubleVector.broadcast(DOUBLE, work.half);
        DoubleVector product = DoubleVector.broadcast(DOUBLE, work.product);
        for (int j = 0; j < work.whole; j += DOUBLE_LANES) {
            DoubleVector x = DoubleVector.fromArray(DOUBLE, t, j);
            DoubleVector sine = x.neg().add(1).mul(x.add(1)).sqrt();
            DoubleVector map = x.fma(DoubleVector.fromArray(DOUBLE, angle, j), sine)
                    .mul(RectifierLaw.INVERSE_PI)
                    .max(0);
            half.fma(map, product.mul(x))
                    .mul(DoubleVector.fromArray(DOUBLE, scale, j))
                    .intoArray(covariance, j);
        }
    }

    private static void slopes(Work work) {
        double[] angle = work.angle;
        double[] scale = work.scale;
        double[] slope = work.slope;
        int whole = Math.min(work.whole, slope.length);
        DoubleVector half = DoubleVector.broadcast(DOUBLE, work.half);
        DoubleVector product = DoubleVector.broadcast(DOUBLE, work.product);
        for (int j = 0; j < whole; j += DOUBLE_LANES) {
            // negative where the scale is 0, and not where it is NaN, whose sign may be any
            LongVector none = DoubleVector.fromArray(DOUBLE, scale, j)
                    .abs()
                    .sub(Double.MIN_VALUE)
                    .reinterpretAsLongs()
                    .lanewise(ASHR, SIGN_SHIFT);
            half.fma(DoubleVector.fromArray(DOUBLE, angle, j).mul(RectifierLaw.INVERSE_PI), product)
                    .reinterpretAsLongs()
                    .and(none.not())
                    .reinterpretAsDoubles()
                    .intoArray(slope, j);
        }
    }
}
