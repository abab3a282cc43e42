package dev.orthant.benchmarks.measure;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;

/// The two limits of a machine: how fast it multiplies and adds in registers, how fast it streams through memory.
public final class Yardstick {
    /// Numbers in each array of the triad: 3 x 96 MiB, far more than the caches of a core.
    private static final int TRIAD_LENGTH = 24 << 20;

    private static final int TRIAD_GRAIN = 1 << 16;
    private static final int TRIAD_PASSES = 12;
    private static final int TRIAD_PASSES_QUICK = 2;

    /// Loop passes in a piece of the FMA loop: some tenths of a millisecond.
    private static final int FMA_PASSES = 20_000;

    private final int pieces;
    private final float[] sink;

    /// @param threads that work at once
    public Yardstick(int threads) {
        // Several pieces a thread, so that a thread that came late leaves its share to the others.
        this.pieces = threads == 1 ? 1 : 4 * threads;
        this.sink = new float[pieces];
    }

    /// Fused multiplications and additions that depend on nothing but registers.
    public Contender multiplyAdds() {
        return Contender.compiledHere(() -> Parallel.forPieces(pieces, 1, (from, to) -> {
            for (int piece = from; piece < to; piece++) {
                sink[piece] = ActiveKernels.get().lanes() == 1
                        ? ScalarMultiplyAdds.run(FMA_PASSES)
                        : VectorMultiplyAdds.run(FMA_PASSES);
            }
        }));
    }

    /// Floating-point operations of one run of [#multiplyAdds].
    public double multiplyAddFlops() {
        double perPass = ActiveKernels.get().lanes() == 1 ? ScalarMultiplyAdds.FLOPS : VectorMultiplyAdds.FLOPS;
        return perPass * FMA_PASSES * pieces;
    }

    /// Bytes a second of `aᵢ = bᵢ + s cᵢ` over arrays far larger than the caches: two reads and one write, the line that
    /// the processor reads before it is overwritten not counted. The best of several passes.
    ///
    /// @param quick fewer passes over smaller arrays, to see that it runs
    public double triadBytesPerSecond(Clock clock, boolean quick) {
        int length = quick ? TRIAD_LENGTH / 16 : TRIAD_LENGTH;
        float[] a = new float[length];
        float[] b = new float[length];
        float[] c = new float[length];
        double best = Double.POSITIVE_INFINITY;
        for (int pass = 0; pass < (quick ? TRIAD_PASSES_QUICK : TRIAD_PASSES); pass++) {
            float factor = 1 + pass;
            long start = clock.nanos();
            Parallel.forPieces(length, TRIAD_GRAIN, (from, to) -> triad(a, b, factor, c, from, to));
            best = Math.min(best, (clock.nanos() - start) * 1e-9);
        }
        return 3.0 * Float.BYTES * length / best;
    }

    /// A plain loop: C2 makes vectors of it by itself.
    private static void triad(float[] a, float[] b, float factor, float[] c, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = b[i] + factor * c[i];
        }
    }
}
