package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;

/// [NormalLaw], a vector at a time. One short loop per function over arrays that stay in the first-level cache: a loop with all of
/// them would be too large for the compiler, which then makes an object of every vector.
final class VectorNormalLaw implements NormalLawKernels {
    private static final int LANES = Species.DOUBLE_LANES;
    private static final long INTEGER_BITS = Double.doubleToRawLongBits(NormalLaw.INTEGER_BITS);

    /// Passes are called through this interface, from one place: with more than two implementations there the compiler leaves
    /// each as a method of its own instead of merging them into one that is too large.
    private interface Pass {
        void run(Work work);
    }

    private static final Pass[] LOG_CDF = {
        work -> mills(work.b, work.first),
        work -> minusHalfSquares(work.b, work.second),
        work -> exponentials(work.second, work.second),
        work -> chooseTail(work.b, work.first, work.second),
        work -> logarithms(work.second, work.second),
        work -> subtractHalfSquares(work.b, work.second, work.out)
    };

    private static final Pass[] TRUNCATED = {
        work -> logarithms(work.uniform, work.third),
        work -> add(work.logCdf, work.third, work.first),
        work -> exponentials(work.first, work.second),
        work -> subtract(work.second, 0.5, work.second),
        work -> upperProbabilities(work.second, work.third),
        work -> logarithms(work.third, work.third),
        work -> roots(work.first, work.second, work.third),
        work -> centreArguments(work.second, work.fourth),
        work -> quotients(work.fourth, NormalLaw.CENTRE_NUMERATOR, NormalLaw.CENTRE_DENOMINATOR),
        work -> placeCentre(work.second, work.fourth, work.out),
        work -> subtract(work.third, NormalLaw.SHOULDER_START, work.fourth),
        work -> quotients(work.fourth, NormalLaw.SHOULDER_NUMERATOR, NormalLaw.SHOULDER_DENOMINATOR),
        work -> placeOutsideCentre(work.second, work.fourth, work.out),
        work -> subtract(work.third, NormalLaw.FAR_START, work.fourth),
        work -> quotients(work.fourth, NormalLaw.FAR_NUMERATOR, NormalLaw.FAR_DENOMINATOR),
        work -> placeFar(work)
    };

    /// What the passes of one call read and write.
    ///
    /// @param first scratch, as long as the whole vectors of the call; so are the next three
    private record Work(
            double[] b,
            double[] logCdf,
            double[] uniform,
            double[] first,
            double[] second,
            double[] third,
            double[] fourth,
            double[] out) {
        static Work of(double[] b, double[] logCdf, double[] uniform, double[] out) {
            int whole = Species.DOUBLE.loopBound(out.length);
            return new Work(
                    b,
                    logCdf,
                    uniform,
                    new double[whole],
                    new double[whole],
                    new double[whole],
                    new double[whole],
                    out);
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

    /// Horner's rule is written out here and below: around a loop, or a method that takes and gives vectors, the compiler would
    /// now and then make an object of each.
    private static void mills(double[] b, double[] out) {
        double[] c = NormalLaw.MILLS;
        for (int i = 0; i < out.length; i += LANES) {
            DoubleVector x = load(b, i).abs();
            DoubleVector t = x.sub(NormalLaw.MILLS_CENTRE).div(x.add(NormalLaw.MILLS_CENTRE));
            DoubleVector value = broadcast(c[0])
                    .fma(t, broadcast(c[1]))
                    .fma(t, broadcast(c[2]))
                    .fma(t, broadcast(c[3]))
                    .fma(t, broadcast(c[4]))
                    .fma(t, broadcast(c[5]))
                    .fma(t, broadcast(c[6]))
                    .fma(t, broadcast(c[7]))
                    .fma(t, broadcast(c[8]))
                    .fma(t, broadcast(c[9]))
                    .fma(t, broadcast(c[10]))
                    .fma(t, broadcast(c[11]))
                    .fma(t, broadcast(c[12]))
                    .fma(t, broadcast(c[13]))
                    .fma(t, broadcast(c[14]))
                    .fma(t, broadcast(c[15]))
                    .fma(t, broadcast(c[16]))
                    .fma(t, broadcast(c[17]))
                    .fma(t, broadcast(c[18]))
                    .fma(t, broadcast(c[19]))
                    .fma(t, broadcast(c[20]))
                    .fma(t, broadcast(c[21]))
                    .fma(t, broadcast(c[22]))
                    .fma(t, broadcast(c[23]));
            value.div(x.add(NormalLaw.MILLS_SHIFT)).intoArray(out, i);
        }
    }

    private static void minusHalfSquares(double[] b, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            DoubleVector x = load(b, i);
            x.mul(x).mul(0.5).neg().intoArray(out, i);
        }
    }

    private static void exponentials(double[] in, double[] out) {
        double[] c = NormalLaw.EXPONENTIAL;
        for (int i = 0; i < out.length; i += LANES) {
            DoubleVector bounded = load(in, i).max(NormalLaw.LEAST_EXPONENT);
            DoubleVector shifted = bounded.fma(broadcast(NormalLaw.LOG_2_E), broadcast(NormalLaw.INTEGER_BITS));
            DoubleVector n = shifted.sub(NormalLaw.INTEGER_BITS);
            DoubleVector r = n.fma(broadcast(-NormalLaw.LN_2_LOW), n.fma(broadcast(-NormalLaw.LN_2_HIGH), bounded));
            DoubleVector value = broadcast(c[0])
                    .fma(r, broadcast(c[1]))
                    .fma(r, broadcast(c[2]))
                    .fma(r, broadcast(c[3]))
                    .fma(r, broadcast(c[4]))
                    .fma(r, broadcast(c[5]))
                    .fma(r, broadcast(c[6]))
                    .fma(r, broadcast(c[7]))
                    .fma(r, broadcast(c[8]))
                    .fma(r, broadcast(c[9]))
                    .fma(r, broadcast(c[10]))
                    .fma(r, broadcast(c[11]))
                    .fma(r, broadcast(1.0))
                    .fma(r, broadcast(1.0));
            LongVector exponent = shifted.reinterpretAsLongs().lanewise(LSHL, NormalLaw.MANTISSA_BITS);
            value.reinterpretAsLongs().add(exponent).reinterpretAsDoubles().intoArray(out, i);
        }
    }

    private static void logarithms(double[] in, double[] out) {
        double[] c = NormalLaw.LOGARITHM;
        for (int i = 0; i < out.length; i += LANES) {
            LongVector bits = load(in, i).reinterpretAsLongs();
            LongVector exponent = bits.sub(NormalLaw.BITS_OF_ROOT_HALF).lanewise(ASHR, NormalLaw.MANTISSA_BITS);
            DoubleVector f = bits.sub(exponent.lanewise(LSHL, NormalLaw.MANTISSA_BITS))
                    .reinterpretAsDoubles()
                    .sub(1);
            DoubleVector n = exponent.add(INTEGER_BITS).reinterpretAsDoubles().sub(NormalLaw.INTEGER_BITS);
            DoubleVector s = f.div(f.add(2));
            DoubleVector square = s.mul(s);
            DoubleVector half = f.mul(f).mul(0.5);
            DoubleVector series = broadcast(c[0])
                    .fma(square, broadcast(c[1]))
                    .fma(square, broadcast(c[2]))
                    .fma(square, broadcast(c[3]))
                    .fma(square, broadcast(c[4]))
                    .fma(square, broadcast(c[5]))
                    .fma(square, broadcast(c[6]))
                    .fma(square, broadcast(c[7]));
            DoubleVector rest = n.fma(broadcast(NormalLaw.LN_2_LOW), s.mul(series.fma(square, half)));
            n.fma(broadcast(NormalLaw.LN_2_HIGH), f.sub(half.sub(rest))).intoArray(out, i);
        }
    }

    /// `inOut ← N(inOut)/D(inOut)`
    private static void quotients(double[] inOut, double[] n, double[] d) {
        for (int i = 0; i < inOut.length; i += LANES) {
            DoubleVector x = load(inOut, i);
            DoubleVector numerator = broadcast(n[0])
                    .fma(x, broadcast(n[1]))
                    .fma(x, broadcast(n[2]))
                    .fma(x, broadcast(n[3]))
                    .fma(x, broadcast(n[4]))
                    .fma(x, broadcast(n[5]))
                    .fma(x, broadcast(n[6]))
                    .fma(x, broadcast(n[7]));
            DoubleVector denominator = broadcast(d[0])
                    .fma(x, broadcast(d[1]))
                    .fma(x, broadcast(d[2]))
                    .fma(x, broadcast(d[3]))
                    .fma(x, broadcast(d[4]))
                    .fma(x, broadcast(d[5]))
                    .fma(x, broadcast(d[6]))
                    .fma(x, broadcast(d[7]));
            numerator.div(denominator).intoArray(inOut, i);
        }
    }

    /// Φ of the side that is asked for: M, its power still to come, below 0; 1 − exp(−b²/2) M above.
    private static void chooseTail(double[] b, double[] mills, double[] inOut) {
        for (int i = 0; i < inOut.length; i += LANES) {
            DoubleVector m = load(mills, i);
            DoubleVector upper = load(inOut, i).neg().fma(m, broadcast(1.0));
            select(negative(load(b, i).add(0)), m, upper).intoArray(inOut, i);
        }
    }

    /// Less b²/2 where b is below 0.
    private static void subtractHalfSquares(double[] b, double[] logarithms, double[] out) {
        for (int i = 0; i < logarithms.length; i += LANES) {
            DoubleVector x = load(b, i);
            DoubleVector logarithm = load(logarithms, i);
            DoubleVector lower = logarithm.sub(x.mul(x).mul(0.5));
            select(negative(x.add(0)), lower, logarithm).intoArray(out, i);
        }
    }

    private static void add(double[] left, double[] right, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            load(left, i).add(load(right, i)).intoArray(out, i);
        }
    }

    private static void subtract(double[] in, double amount, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            load(in, i).sub(amount).intoArray(out, i);
        }
    }

    /// 1 − p. (It is exact for p > ½, and so is ½ − (p − ½).)
    private static void upperProbabilities(double[] centred, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            broadcast(0.5).sub(load(centred, i)).max(NormalLaw.LEAST_UPPER).intoArray(out, i);
        }
    }

    /// √(−ln) of the smaller one of p and 1 − p.
    ///
    /// @param inOut ln(1 − p) before
    private static void roots(double[] logP, double[] centred, double[] inOut) {
        for (int i = 0; i < inOut.length; i += LANES) {
            LongVector lower = negative(load(centred, i));
            select(lower, load(logP, i), load(inOut, i)).neg().sqrt().intoArray(inOut, i);
        }
    }

    private static void centreArguments(double[] centred, double[] out) {
        for (int i = 0; i < out.length; i += LANES) {
            DoubleVector c = load(centred, i);
            c.neg().fma(c, broadcast(NormalLaw.CENTRE_SQUARE)).intoArray(out, i);
        }
    }

    private static void placeCentre(double[] centred, double[] quotients, double[] out) {
        for (int i = 0; i < quotients.length; i += LANES) {
            load(centred, i).neg().mul(load(quotients, i)).intoArray(out, i);
        }
    }

    private static void placeOutsideCentre(double[] centred, double[] sizes, double[] inOut) {
        for (int i = 0; i < sizes.length; i += LANES) {
            DoubleVector c = load(centred, i);
            LongVector outside = negative(broadcast(NormalLaw.CENTRE_HALF_WIDTH).sub(c.abs()));
            select(outside, signed(c, sizes, i), load(inOut, i)).intoArray(inOut, i);
        }
    }

    private static void placeFar(Work work) {
        for (int i = 0; i < work.whole(); i += LANES) {
            DoubleVector c = load(work.second, i);
            LongVector far = negative(broadcast(NormalLaw.FAR_START).sub(load(work.third, i)));
            select(far, signed(c, work.fourth, i), load(work.out, i)).intoArray(work.out, i);
        }
    }

    /// A truncated number from its size: positive where p < ½.
    private static DoubleVector signed(DoubleVector centred, double[] sizes, int from) {
        DoubleVector size = load(sizes, from);
        return select(negative(centred), size, size.neg());
    }

    /// All bits of a lane set where its number has the sign bit. Masks of two lanes are objects in HotSpot: integers are not.
    private static LongVector negative(DoubleVector x) {
        return x.reinterpretAsLongs().lanewise(ASHR, Long.SIZE - 1);
    }

    private static DoubleVector select(LongVector where, DoubleVector yes, DoubleVector no) {
        LongVector otherwise = no.reinterpretAsLongs();
        return yes.reinterpretAsLongs()
                .lanewise(XOR, otherwise)
                .and(where)
                .lanewise(XOR, otherwise)
                .reinterpretAsDoubles();
    }
}
