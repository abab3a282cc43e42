package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Sums of any length with the error of a short one: blocks of [#BLOCK] numbers are summed in float32 lanes, the blocks'
/// sums in float64.
///
/// Turning every vector into two of float64 numbers put the conversions on top of the profile of a training step.
/// Four running vectors hide the latency of the additions. In a block a number takes part in at most
/// [#ADDITIONS] float32 roundings, so that the error is at most γ Σ|aᵢbᵢ| with γ = ADDITIONS · 2⁻²⁴ to first order
/// (Higham 2002, section 3.1).
///
/// Spans of more than [#PIECE] numbers are summed in pieces, on several threads, and the pieces' sums added up in order.
final class VectorSums {
    /// Vectors that each of the four running sums takes up in a block.
    private static final int DEPTH = 8;

    private static final int STEP = 4 * LANES;

    /// Numbers in a block.
    static final int BLOCK = DEPTH * STEP;

    /// Roundings on a number's way: its product, the running sum (and up to three vectors at the end of a span), the four
    /// sums together, the lanes in halves, one for the rest of the span.
    static final int ADDITIONS = 1 + DEPTH + 3 + 2 + 4 + 1;

    /// Numbers in a piece of a long span, whole blocks: some microseconds more than what handing it to another thread costs.
    static final int PIECE = 1 << 17;

    /// Below this a block's sum of products may have lost numbers to underflow: at most 512 · 2⁻¹⁴⁹, relative to it less
    /// than the rounding above.
    private static final double SMALLEST_TRUSTED = 0x1p-80;

    private VectorSums() {}

    private interface PieceSum {
        double of(int from, int length);
    }

    static double sum(Span a) {
        return a.length() <= PIECE
                ? shortSum(a)
                : inPieces(a.length(), (from, length) -> shortSum(a.part(from, length)));
    }

    static double dot(Span a, Span b) {
        return a.length() <= PIECE
                ? shortDot(a, b)
                : inPieces(a.length(), (from, length) -> shortDot(a.part(from, length), b.part(from, length)));
    }

    /// As [#dot] of a span with itself.
    static double sumOfSquares(Span a) {
        return a.length() <= PIECE
                ? shortSumOfSquares(a)
                : inPieces(a.length(), (from, length) -> shortSumOfSquares(a.part(from, length)));
    }

    private static double inPieces(int length, PieceSum sumOf) {
        double[] sums = new double[Math.ceilDiv(length, PIECE)];
        Parallel.forPieces(length, PIECE, (from, to) -> sums[from / PIECE] = sumOf.of(from, to - from));
        double sum = 0;
        for (double piece : sums) {
            sum += piece;
        }
        return sum;
    }

    private static double shortSum(Span a) {
        double sum = 0;
        for (int i = 0; i < a.length(); i += BLOCK) {
            int length = Math.min(BLOCK, a.length() - i);
            double block = blockSum(a.array(), a.from() + i, length);
            sum += Double.isFinite(block) ? block : blockSumInDouble(a.array(), a.from() + i, length);
        }
        return sum;
    }

    private static double shortDot(Span a, Span b) {
        double sum = 0;
        for (int i = 0; i < a.length(); i += BLOCK) {
            int length = Math.min(BLOCK, a.length() - i);
            double block = blockDot(a.array(), a.from() + i, b.array(), b.from() + i, length);
            boolean trusted = Math.abs(block) >= SMALLEST_TRUSTED && Math.abs(block) <= Float.MAX_VALUE;
            sum += trusted ? block : blockDotInDouble(a.array(), a.from() + i, b.array(), b.from() + i, length);
        }
        return sum;
    }

    /// Blocks of zeros, which look as if they had underflowed, are common here (the gradient
    /// of a neuron that no example of the batch reaches) and told apart first.
    private static double shortSumOfSquares(Span a) {
        float[] array = a.array();
        double sum = 0;
        for (int i = 0; i < a.length(); i += BLOCK) {
            int length = Math.min(BLOCK, a.length() - i);
            int from = a.from() + i;
            double block = blockDot(array, from, array, from, length);
            boolean trusted = block >= SMALLEST_TRUSTED && block <= Float.MAX_VALUE;
            if (trusted) {
                sum += block;
            } else if (!allZero(array, from, length)) {
                sum += blockDotInDouble(array, from, array, from, length);
            }
        }
        return sum;
    }

    private static double blockSum(float[] array, int from, int length) {
        FloatVector sum0 = FloatVector.zero(Species.FLOAT);
        FloatVector sum1 = FloatVector.zero(Species.FLOAT);
        FloatVector sum2 = FloatVector.zero(Species.FLOAT);
        FloatVector sum3 = FloatVector.zero(Species.FLOAT);
        int i = 0;
        for (; i <= length - STEP; i += STEP) {
            sum0 = sum0.add(FloatVector.fromArray(Species.FLOAT, array, from + i));
            sum1 = sum1.add(FloatVector.fromArray(Species.FLOAT, array, from + i + LANES));
            sum2 = sum2.add(FloatVector.fromArray(Species.FLOAT, array, from + i + 2 * LANES));
            sum3 = sum3.add(FloatVector.fromArray(Species.FLOAT, array, from + i + 3 * LANES));
        }
        for (; i <= length - LANES; i += LANES) {
            sum0 = sum0.add(FloatVector.fromArray(Species.FLOAT, array, from + i));
        }
        double sum = LaneSum.of(sum0.add(sum1).add(sum2.add(sum3)));
        for (; i < length; i++) {
            sum += array[from + i];
        }
        return sum;
    }

    private static double blockDot(float[] left, int leftFrom, float[] right, int rightFrom, int length) {
        FloatVector sum0 = FloatVector.zero(Species.FLOAT);
        FloatVector sum1 = FloatVector.zero(Species.FLOAT);
        FloatVector sum2 = FloatVector.zero(Species.FLOAT);
        FloatVector sum3 = FloatVector.zero(Species.FLOAT);
        int i = 0;
        for (; i <= length - STEP; i += STEP) {
            int l = leftFrom + i;
            int r = rightFrom + i;
            sum0 = FloatVector.fromArray(Species.FLOAT, left, l)
                    .fma(FloatVector.fromArray(Species.FLOAT, right, r), sum0);
            sum1 = FloatVector.fromArray(Species.FLOAT, left, l + LANES)
                    .fma(FloatVector.fromArray(Species.FLOAT, right, r + LANES), sum1);
            sum2 = FloatVector.fromArray(Species.FLOAT, left, l + 2 * LANES)
                    .fma(FloatVector.fromArray(Species.FLOAT, right, r + 2 * LANES), sum2);
            sum3 = FloatVector.fromArray(Species.FLOAT, left, l + 3 * LANES)
                    .fma(FloatVector.fromArray(Species.FLOAT, right, r + 3 * LANES), sum3);
        }
        for (; i <= length - LANES; i += LANES) {
            sum0 = FloatVector.fromArray(Species.FLOAT, left, leftFrom + i)
                    .fma(FloatVector.fromArray(Species.FLOAT, right, rightFrom + i), sum0);
        }
        double sum = LaneSum.of(sum0.add(sum1).add(sum2.add(sum3)));
        for (; i < length; i++) {
            sum += (double) left[leftFrom + i] * right[rightFrom + i];
        }
        return sum;
    }

    /// For sums that overflow float32, one number at a time.
    private static double blockSumInDouble(float[] array, int from, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += array[from + i];
        }
        return sum;
    }

    /// For products that leave the range of float32, one number at a time; exact in float64.
    private static double blockDotInDouble(float[] left, int leftFrom, float[] right, int rightFrom, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (double) left[leftFrom + i] * right[rightFrom + i];
        }
        return sum;
    }

    private static boolean allZero(float[] array, int from, int length) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            if (FloatVector.fromArray(Species.FLOAT, array, from + i)
                    .compare(VectorOperators.NE, 0)
                    .anyTrue()) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (array[from + i] != 0) {
                return false;
            }
        }
        return true;
    }
}
