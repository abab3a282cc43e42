package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.PerThread;

/// Runs vector loops over spans of any length: in pieces, and what is left of a piece behind its last whole vector in a
/// padded vector of its own, with the same bits.
///
/// The loops are reached through an interface: where C2 sees several of them it compiles each for itself, and a long
/// formula then keeps its vectors in registers.
final class Elementwise {
    /// One vector for each of two inputs and the output.
    private static final PerThread<float[]> PADDED = PerThread.withInitial(() -> new float[3 * LANES]);

    private static final int SECOND = LANES;
    private static final int RESULT = 2 * LANES;

    private Elementwise() {}

    static void run(UnaryLoop loop, Span a, Span out) {
        if (out.length() <= Pieces.NUMBERS) {
            run(loop, a.array(), a.from(), out.array(), out.from(), out.length());
        } else {
            Pieces.ofElements(
                    out.length(),
                    (from, to) -> run(loop, a.array(), a.from() + from, out.array(), out.from() + from, to - from));
        }
    }

    static void run(BinaryLoop loop, Span a, Span b, Span out) {
        if (out.length() <= Pieces.NUMBERS) {
            run(loop, a.array(), a.from(), b.array(), b.from(), out.array(), out.from(), out.length());
        } else {
            Pieces.ofElements(
                    out.length(),
                    (from, to) -> run(
                            loop,
                            a.array(),
                            a.from() + from,
                            b.array(),
                            b.from() + from,
                            out.array(),
                            out.from() + from,
                            to - from));
        }
    }

    /// On one thread.
    static void run(UnaryLoop loop, float[] a, int aFrom, float[] out, int outFrom, int length) {
        int whole = Species.FLOAT.loopBound(length);
        if (whole > 0) {
            loop.run(a, aFrom, out, outFrom, whole);
        }
        int rest = length - whole;
        if (rest > 0) {
            float[] padded = PADDED.get();
            System.arraycopy(a, aFrom + whole, padded, 0, rest);
            loop.run(padded, 0, padded, RESULT, LANES);
            System.arraycopy(padded, RESULT, out, outFrom + whole, rest);
        }
    }

    /// On one thread.
    static void run(BinaryLoop loop, float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length) {
        int whole = Species.FLOAT.loopBound(length);
        if (whole > 0) {
            loop.run(a, aFrom, b, bFrom, out, outFrom, whole);
        }
        int rest = length - whole;
        if (rest > 0) {
            float[] padded = PADDED.get();
            System.arraycopy(a, aFrom + whole, padded, 0, rest);
            System.arraycopy(b, bFrom + whole, padded, SECOND, rest);
            loop.run(padded, 0, padded, SECOND, padded, RESULT, LANES);
            System.arraycopy(padded, RESULT, out, outFrom + whole, rest);
        }
    }
}
