package dev.orthant.tensor.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// [NormalLaw], a vector at a time. One short loop per function over arrays that stay in the first-level cache: a loop with all of
/// them would be too large for the compiler, which then makes an object of every vector.
final class VectorNormalLaw implements NormalLawKernels {
    private static final VectorSpecies<Double> DOUBLE = VectorSpecies.of(double.class, Species.FLOAT.vectorShape());
    private static final int LANES = DOUBLE.length();

    /// Passes are called through this interface, from one place: with more than two implementations there the compiler leaves
    /// each as a method of its own instead of merging them into one that is too large.
    private interface Pass {
        void run(Work work);
    }

    private static final Pass[] LOG_CDF = {
        work -> mills(work.b, work.first), work -> powers(work.b, work.second), work -> logarithms(work)
    };

    private static final Pass[] TRUNCATED = {
        work -> logProbabilities(work.logCdf, work.uniform, work.first),
        work -> centredProbabilities(work.first, work.second),
        work -> roots(work.first, work.second, work.third),
        work -> centre(work.second, work.out),
        work -> shoulder(work),
        work -> farBranch(work)
    };

    /// What the passes of one call read and write.
    ///
    /// @param first  scratch, as long as the whole vectors of the call; so are `second` and `third`
    private record Work(
            double[] b,
            double[] logCdf,
            double[] uniform,
            double[] first,
            double[] second,
            double[] third,
            double[] out) {
        static Work of(double[] b, double[] logCdf, double[] uniform, double[] out) {
            int whole = DOUBLE.loopBound(out.length);
            return new Work(b, logCdf, uniform, new double[whole], new double[whole], new double[whole], out);
        }

        int whole() {
            return first.length;
        }

        void through(Pass[] passes) {
            for (Pass pass : passes) {
                pass.run(this);
            }
        }
    }

    @Override
    public void logCdf(double[] b, double[] out) {
        Work work = Work.of(b, b, b, out);
        work.through(LOG_CDF);
        for (int i = work.whole(); i < out.length; i++) {
            out[i] = NormalLaw.logCdf(b[i]);
        }
    }

    @Override
    public void truncated(double[] b, double[] logCdf, double[] uniform, double[] out) {
        Work work = Work.of(b, logCdf, uniform, out);
        work.through(TRUNCATED);
        for (int i = 0; i < work.whole(); i++) {
            double logP = work.first[i];
            out[i] = Math.max(logP < NormalLaw.FAR_END ? NormalLaw.farTail(logP) : out[i], -b[i]);
        }
        for (int i = work.whole(); i < out.length; i++) {
            out[i] = NormalLaw.truncated(b[i], logCdf[i], uniform[i]);
        }
    }

    private static void mills(double[] b, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(DOUBLE, b, i).abs();
            DoubleVector t = x.sub(NormalLaw.MILLS_CENTRE).div(x.add(NormalLaw.MILLS_CENTRE));
            DoubleVector high = four(four(eight(NormalLaw.MILLS, t), NormalLaw.MILLS, 8, t), NormalLaw.MILLS, 12, t);
            DoubleVector all = four(four(high, NormalLaw.MILLS, 16, t), NormalLaw.MILLS, 20, t);
            all.div(x.add(NormalLaw.MILLS_SHIFT)).intoArray(out, i);
        }
    }

    /// exp(−b²/2)
    private static void powers(double[] b, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(DOUBLE, b, i);
            exp(x.mul(x).mul(0.5).neg()).intoArray(out, i);
        }
    }

    private static void logarithms(Work work) {
        for (int i = 0; i < work.whole(); i += LANES) {
            DoubleVector x = DoubleVector.fromArray(DOUBLE, work.b, i);
            DoubleVector m = DoubleVector.fromArray(DOUBLE, work.first, i);
            VectorMask<Double> negative = x.compare(LT, 0);
            DoubleVector upper =
                    DoubleVector.fromArray(DOUBLE, work.second, i).neg().fma(m, broadcast(1));
            DoubleVector half = x.mul(x).mul(0.5);
            DoubleVector logarithm = log(upper.blend(m, negative));
            logarithm.blend(logarithm.sub(half), negative).intoArray(work.out, i);
        }
    }

    private static void logProbabilities(double[] logCdf, double[] uniform, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            DoubleVector.fromArray(DOUBLE, logCdf, i)
                    .add(log(DoubleVector.fromArray(DOUBLE, uniform, i)))
                    .intoArray(out, i);
        }
    }

    private static void centredProbabilities(double[] logP, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            exp(DoubleVector.fromArray(DOUBLE, logP, i)).sub(0.5).intoArray(out, i);
        }
    }

    /// √(−ln) of the smaller one of p and 1 − p. (1 − p is exact for p > ½, and so is ½ − (p − ½).)
    private static void roots(double[] logP, double[] centred, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            DoubleVector c = DoubleVector.fromArray(DOUBLE, centred, i);
            DoubleVector upper = log(broadcast(0.5).sub(c).max(NormalLaw.LEAST_UPPER));
            upper.blend(DoubleVector.fromArray(DOUBLE, logP, i), c.compare(LT, 0))
                    .neg()
                    .sqrt()
                    .intoArray(out, i);
        }
    }

    private static void centre(double[] centred, double[] out) {
        for (int i = 0; i < centred.length; i += LANES) {
            DoubleVector c = DoubleVector.fromArray(DOUBLE, centred, i);
            DoubleVector r = c.neg().fma(c, broadcast(NormalLaw.CENTRE_SQUARE));
            DoubleVector quotient = eight(NormalLaw.CENTRE_NUMERATOR, r).div(eight(NormalLaw.CENTRE_DENOMINATOR, r));
            c.neg().mul(quotient).intoArray(out, i);
        }
    }

    /// Replaces what lies outside the centre.
    private static void shoulder(Work work) {
        for (int i = 0; i < work.whole(); i += LANES) {
            DoubleVector c = DoubleVector.fromArray(DOUBLE, work.second, i);
            DoubleVector s = DoubleVector.fromArray(DOUBLE, work.third, i).sub(NormalLaw.SHOULDER_START);
            DoubleVector size = eight(NormalLaw.SHOULDER_NUMERATOR, s).div(eight(NormalLaw.SHOULDER_DENOMINATOR, s));
            VectorMask<Double> outside = c.abs().compare(GT, NormalLaw.CENTRE_HALF_WIDTH);
            DoubleVector z = size.blend(size.neg(), c.compare(GE, 0));
            DoubleVector.fromArray(DOUBLE, work.out, i).blend(z, outside).intoArray(work.out, i);
        }
    }

    /// Replaces what lies farther out still.
    private static void farBranch(Work work) {
        for (int i = 0; i < work.whole(); i += LANES) {
            DoubleVector c = DoubleVector.fromArray(DOUBLE, work.second, i);
            DoubleVector r = DoubleVector.fromArray(DOUBLE, work.third, i);
            DoubleVector f = r.sub(NormalLaw.FAR_START);
            DoubleVector size = eight(NormalLaw.FAR_NUMERATOR, f).div(eight(NormalLaw.FAR_DENOMINATOR, f));
            DoubleVector z = size.blend(size.neg(), c.compare(GE, 0));
            DoubleVector.fromArray(DOUBLE, work.out, i)
                    .blend(z, r.compare(GT, NormalLaw.FAR_START))
                    .intoArray(work.out, i);
        }
    }

    private static DoubleVector exp(DoubleVector x) {
        DoubleVector bounded = x.max(NormalLaw.LEAST_EXPONENT);
        DoubleVector shifted = bounded.fma(broadcast(NormalLaw.LOG_2_E), broadcast(NormalLaw.INTEGER_BITS));
        DoubleVector n = shifted.sub(NormalLaw.INTEGER_BITS);
        DoubleVector r = n.fma(broadcast(-NormalLaw.LN_2_LOW), n.fma(broadcast(-NormalLaw.LN_2_HIGH), bounded));
        DoubleVector one = broadcast(1);
        DoubleVector power = four(eight(NormalLaw.EXPONENTIAL, r), NormalLaw.EXPONENTIAL, 8, r)
                .fma(r, one)
                .fma(r, one);
        LongVector exponent = shifted.reinterpretAsLongs().lanewise(LSHL, NormalLaw.MANTISSA_BITS);
        return power.reinterpretAsLongs().add(exponent).reinterpretAsDoubles();
    }

    private static DoubleVector log(DoubleVector x) {
        LongVector bits = x.reinterpretAsLongs();
        LongVector exponent = bits.sub(NormalLaw.BITS_OF_ROOT_HALF).lanewise(ASHR, NormalLaw.MANTISSA_BITS);
        DoubleVector f = bits.sub(exponent.lanewise(LSHL, NormalLaw.MANTISSA_BITS))
                .reinterpretAsDoubles()
                .sub(1);
        DoubleVector n = exponent.add(Double.doubleToRawLongBits(NormalLaw.INTEGER_BITS))
                .reinterpretAsDoubles()
                .sub(NormalLaw.INTEGER_BITS);
        DoubleVector s = f.div(f.add(2));
        DoubleVector square = s.mul(s);
        DoubleVector half = f.mul(f).mul(0.5);
        DoubleVector series = eight(NormalLaw.LOGARITHM, square).fma(square, half);
        DoubleVector rest = n.fma(broadcast(NormalLaw.LN_2_LOW), s.mul(series));
        return n.fma(broadcast(NormalLaw.LN_2_HIGH), f.sub(half.sub(rest)));
    }

    /// Horner's rule, written out: a loop around vectors would make an object of each.
    private static DoubleVector eight(double[] c, DoubleVector x) {
        DoubleVector value =
                broadcast(c[0]).fma(x, broadcast(c[1])).fma(x, broadcast(c[2])).fma(x, broadcast(c[3]));
        return four(value, c, 4, x);
    }

    /// Four more coefficients.
    private static DoubleVector four(DoubleVector value, double[] c, int from, DoubleVector x) {
        return value.fma(x, broadcast(c[from]))
                .fma(x, broadcast(c[from + 1]))
                .fma(x, broadcast(c[from + 2]))
                .fma(x, broadcast(c[from + 3]));
    }

    private static DoubleVector broadcast(double value) {
        return DoubleVector.broadcast(DOUBLE, value);
    }
}
