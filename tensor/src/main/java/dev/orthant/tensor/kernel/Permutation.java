package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// A permutation of axes as a loop over two-dimensional moves.
///
/// Axes that stay neighbours count as one. If the last axis stays last, its runs are copied whole. Otherwise the output's
/// last axis is some other axis p of the input, and for every index of the remaining axes the input's (p, last) is a
/// matrix with rows apart by the stride of p, which the output holds transposed.
///
/// @param lengths   of the axes over which the loop goes, outermost first
/// @param inStride  between their places in the input
/// @param outStride between their places in the output
/// @param rows      of the matrix that is moved: the extent of p, 1 for copies
/// @param rowStride of p in the input
/// @param columns   the extent of the input's last axis
/// @param toStride  of the input's last axis in the output
record Permutation(int[] lengths, int[] inStride, int[] outStride, int rows, int rowStride, int columns, int toStride) {
    /// Numbers that one piece of parallel work moves.
    private static final int PIECE = 1 << 18;

    static Permutation of(Shape shape, int[] order) {
        int[][] merged = merged(shape, order);
        int[] lengths = merged[0];
        int[] axes = merged[1]; // of the output, as axes of the input
        int rank = lengths.length;
        int[] inStrides = strides(lengths);
        int[] outLengths = new int[rank];
        for (int k = 0; k < rank; k++) {
            outLengths[k] = lengths[axes[k]];
        }
        int[] outStrides = strides(outLengths);
        int last = rank - 1;
        int p = axes[last];
        int toStride = 1;
        int[] loop = new int[rank];
        int loops = 0;
        for (int k = 0; k < rank; k++) {
            if (axes[k] == last) {
                toStride = outStrides[k];
            } else if (axes[k] != p) {
                loop[loops++] = k;
            }
        }
        int[] loopLengths = new int[loops];
        int[] loopIn = new int[loops];
        int[] loopOut = new int[loops];
        for (int i = 0; i < loops; i++) {
            loopLengths[i] = outLengths[loop[i]];
            loopIn[i] = inStrides[axes[loop[i]]];
            loopOut[i] = outStrides[loop[i]];
        }
        int rows = p == last ? 1 : lengths[p];
        return new Permutation(loopLengths, loopIn, loopOut, rows, inStrides[p], lengths[last], toStride);
    }

    /// Moves the numbers.
    void run(MovementKernels kernels, Span a, Span out) {
        int count = 1;
        for (int length : lengths) {
            count *= length;
        }
        int grain = Math.max(1, PIECE / (rows * columns));
        Parallel.forPieces(count, grain, (first, end) -> {
            for (int index = first; index < end; index++) {
                int from = a.from();
                int to = out.from();
                int rest = index;
                for (int k = lengths.length - 1; k >= 0; k--) {
                    from += rest % lengths[k] * inStride[k];
                    to += rest % lengths[k] * outStride[k];
                    rest /= lengths[k];
                }
                if (rows == 1) {
                    System.arraycopy(a.array(), from, out.array(), to, columns);
                } else {
                    kernels.transpose(
                            new MatrixView(a.array(), from, rows, columns, rowStride),
                            new MatrixView(out.array(), to, columns, rows, toStride));
                }
            }
        });
    }

    /// The shape and the order with neighbours that stay neighbours as one axis, axes of length 1 left out; one axis at
    /// least remains.
    private static int[][] merged(Shape shape, int[] order) {
        int rank = shape.rank();
        int[] groupOf = new int[rank]; // of an axis of the input: the place in the output of the group's first axis
        int[] length = new int[rank]; // by that place
        int previous = -1;
        int group = -1;
        for (int k = 0; k < rank; k++) {
            int axis = order[k];
            if (shape.axis(axis) == 1) {
                groupOf[axis] = -1;
                continue;
            }
            if (group < 0 || axis != next(shape, previous)) {
                group = k;
                length[group] = 1;
            }
            groupOf[axis] = group;
            length[group] *= shape.axis(axis);
            previous = axis;
        }
        int[] inputOrder = distinct(groupOf);
        int[] outputOrder = inputOrder.clone();
        Arrays.sort(outputOrder);
        int count = inputOrder.length;
        if (count == 0) {
            return new int[][] {{1}, {0}};
        }
        int[] lengths = new int[count];
        int[] axes = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = length[inputOrder[i]];
            axes[Arrays.binarySearch(outputOrder, inputOrder[i])] = i;
        }
        return new int[][] {lengths, axes};
    }

    /// The next axis of the input that is longer than 1.
    private static int next(Shape shape, int axis) {
        int next = axis + 1;
        while (next < shape.rank() && shape.axis(next) == 1) {
            next++;
        }
        return next;
    }

    /// The groups in the order in which they come, each once.
    private static int[] distinct(int[] groupOf) {
        return Arrays.stream(groupOf).filter(group -> group >= 0).distinct().toArray();
    }

    private static int[] strides(int[] lengths) {
        int[] strides = new int[lengths.length];
        int stride = 1;
        for (int axis = lengths.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= lengths[axis];
        }
        return strides;
    }
}
