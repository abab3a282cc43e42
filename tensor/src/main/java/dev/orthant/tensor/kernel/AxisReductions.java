package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Sums and extremes along an axis. Where the axis is the last one, its lines lie in one run each; where it is not, they are
/// the columns of `outer` matrices.
final class AxisReductions {
    private AxisReductions() {}

    /// out = sums / divisor
    static void sum(Span a, Axis axis, double divisor, Span out) {
        int block = axis.length() * axis.inner();
        if (axis.inner() == 1) {
            Pieces.ofRows(axis.outer(), block, (from, to) -> {
                for (int line = from; line < to; line++) {
                    out.array()[out.from() + line] = (float) (sumOfRun(a.part(line * block, block)) / divisor);
                }
            });
        } else {
            Pieces.ofRows(axis.outer(), block, (from, to) -> {
                for (int o = from; o < to; o++) {
                    double[] sums = ColumnSums.sums(matrix(a, axis, o));
                    for (int i = 0; i < sums.length; i++) {
                        out.array()[out.from() + o * axis.inner() + i] = (float) (sums[i] / divisor);
                    }
                }
            });
        }
    }

    /// Long runs in pieces, combined in order.
    private static double sumOfRun(Span run) {
        int grain = 4 * Pieces.NUMBERS;
        if (run.length() <= grain) {
            return VectorSums.sum(run);
        }
        double sum = 0;
        for (double part : Parallel.map(Math.ceilDiv(run.length(), grain), piece -> {
            int from = piece * grain;
            return VectorSums.sum(run.part(from, Math.min(grain, run.length() - from)));
        })) {
            sum += part;
        }
        return sum;
    }

    static void maximum(Span a, Axis axis, Span out) {
        if (axis.inner() == 1) {
            Pieces.ofRows(axis.outer(), axis.length(), (from, to) -> {
                for (int line = from; line < to; line++) {
                    out.array()[out.from() + line] = maximum(a.array(), a.from() + line * axis.length(), axis.length());
                }
            });
        } else {
            overColumns(VectorArithmetic::maximum, Float.NEGATIVE_INFINITY, a, axis, out);
        }
    }

    static void minimum(Span a, Axis axis, Span out) {
        if (axis.inner() == 1) {
            Pieces.ofRows(axis.outer(), axis.length(), (from, to) -> {
                for (int line = from; line < to; line++) {
                    out.array()[out.from() + line] = minimum(a.array(), a.from() + line * axis.length(), axis.length());
                }
            });
        } else {
            overColumns(VectorArithmetic::minimum, Float.POSITIVE_INFINITY, a, axis, out);
        }
    }

    /// The line's maximum first, then where it stands.
    static void argmaxOfRuns(Span a, Axis axis, int[] out, int outFrom) {
        Pieces.ofRows(axis.outer(), axis.length(), (from, to) -> {
            for (int line = from; line < to; line++) {
                int start = a.from() + line * axis.length();
                float maximum = maximum(a.array(), start, axis.length());
                out[outFrom + line] = indexOf(maximum, a.array(), start);
            }
        });
    }

    private static int indexOf(float number, float[] a, int from) {
        int i = from;
        while (a[i] != number && !(Float.isNaN(number) && Float.isNaN(a[i]))) {
            i++;
        }
        return i - from;
    }

    private static void overColumns(BinaryLoop extreme, float start, Span a, Axis axis, Span out) {
        int inner = axis.inner();
        Arrays.fill(out.array(), out.from(), out.from() + out.length(), start);
        Pieces.ofRows(axis.outer(), axis.length() * inner, (from, to) -> {
            for (int o = from; o < to; o++) {
                int outFrom = out.from() + o * inner;
                for (int k = 0; k < axis.length(); k++) {
                    int row = a.from() + (o * axis.length() + k) * inner;
                    Elementwise.run(extreme, out.array(), outFrom, a.array(), row, out.array(), outFrom, inner);
                }
            }
        });
    }

    /// Four extremes run side by side: each waits for its own last step alone.
    static float maximum(float[] a, int from, int length) {
        int whole = Species.FLOAT.loopBound(length);
        float maximum = Float.NEGATIVE_INFINITY;
        if (whole > 0) {
            FloatVector running = load(a, from);
            FloatVector second = running;
            FloatVector third = running;
            FloatVector fourth = running;
            int i = LANES;
            for (; i <= whole - 4 * LANES; i += 4 * LANES) {
                running = running.max(load(a, from + i));
                second = second.max(load(a, from + i + LANES));
                third = third.max(load(a, from + i + 2 * LANES));
                fourth = fourth.max(load(a, from + i + 3 * LANES));
            }
            for (; i < whole; i += LANES) {
                running = running.max(load(a, from + i));
            }
            running = running.max(second).max(third.max(fourth));
            maximum = running.reduceLanes(VectorOperators.MAX);
        }
        for (int i = whole; i < length; i++) {
            maximum = Math.max(maximum, a[from + i]);
        }
        return maximum;
    }

    private static float minimum(float[] a, int from, int length) {
        int whole = Species.FLOAT.loopBound(length);
        float minimum = Float.POSITIVE_INFINITY;
        if (whole > 0) {
            FloatVector running = load(a, from);
            FloatVector second = running;
            FloatVector third = running;
            FloatVector fourth = running;
            int i = LANES;
            for (; i <= whole - 4 * LANES; i += 4 * LANES) {
                running = running.min(load(a, from + i));
                second = second.min(load(a, from + i + LANES));
                third = third.min(load(a, from + i + 2 * LANES));
                fourth = fourth.min(load(a, from + i + 3 * LANES));
            }
            for (; i < whole; i += LANES) {
                running = running.min(load(a, from + i));
            }
            running = running.min(second).min(third.min(fourth));
            minimum = running.reduceLanes(VectorOperators.MIN);
        }
        for (int i = whole; i < length; i++) {
            minimum = Math.min(minimum, a[from + i]);
        }
        return minimum;
    }

    private static MatrixView matrix(Span a, Axis axis, int outer) {
        int block = axis.length() * axis.inner();
        return new MatrixView(a.array(), a.from() + outer * block, axis.length(), axis.inner(), axis.inner());
    }
}
