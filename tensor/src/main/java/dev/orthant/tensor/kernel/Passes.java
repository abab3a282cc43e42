package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.PerThread;

/// Functions whose formulas are too long for one loop: C2 stops inlining in the middle and makes an object of each vector. In
/// several loops over a buffer that stays in the first-level cache they keep their vectors in registers.
///
/// A function has at least three passes, all called from one place: there C2 sees too many receivers to compile the loops
/// together, which would bring the same trouble back.
final class Passes {
    /// Numbers in the buffer, a multiple of any vector's length.
    private static final int CHUNK = 1024;

    /// Arrays follow each other in memory. A store and a load of a whole number of 4 KB pages apart look alike to the
    /// processor, which then makes one wait for the other.
    private static final int LENGTH = CHUNK + 256;

    private static final PerThread<Passes> BUFFERS = PerThread.withInitial(Passes::new);

    private final float[] x = new float[LENGTH];
    private final float[] y = new float[LENGTH];
    private final float[] z = new float[LENGTH];

    private Passes() {}

    /// out = f(a), of any length.
    static void run(Pass[] function, Span a, Span out) {
        Pieces.ofElements(out.length(), (from, to) -> {
            Passes buffer = BUFFERS.get();
            for (int i = from; i < to; i += CHUNK) {
                int count = Math.min(CHUNK, to - i);
                buffer.compute(function, a, i, count);
                System.arraycopy(buffer.y, 0, out.array(), out.from() + i, count);
            }
        });
    }

    /// out = upstream ∘ derivative(input), of any length.
    static void runGradient(Pass[] derivative, Span upstream, Span input, Span out) {
        Pieces.ofElements(out.length(), (from, to) -> {
            Passes buffer = BUFFERS.get();
            for (int i = from; i < to; i += CHUNK) {
                int count = Math.min(CHUNK, to - i);
                buffer.compute(derivative, input, i, count);
                Elementwise.run(
                        VectorArithmetic::multiply,
                        upstream.array(),
                        upstream.from() + i,
                        buffer.y,
                        0,
                        out.array(),
                        out.from() + i,
                        count);
            }
        });
    }

    private void compute(Pass[] function, Span a, int from, int count) {
        System.arraycopy(a.array(), a.from() + from, x, 0, count);
        int whole = (count + LANES - 1) / LANES * LANES;
        for (Pass pass : function) {
            pass.run(x, y, z, whole);
        }
    }
}
