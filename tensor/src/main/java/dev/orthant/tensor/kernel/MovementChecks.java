package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import java.util.Arrays;

/// What [MovementKernels] require of their arguments.
final class MovementChecks {
    private MovementChecks() {}

    static void shape(String operation, MatrixView view, int rows, int columns) {
        if (view.rows() != rows || view.columns() != columns) {
            throw new IllegalArgumentException(operation + ": [" + view.rows() + ", " + view.columns() + "] came; ["
                    + rows + ", " + columns + "] is required; pass a view of that shape");
        }
    }

    static void permutation(int[] order, int rank) {
        boolean[] seen = new boolean[rank];
        for (int axis : order) {
            if (order.length != rank || axis < 0 || axis >= rank || seen[axis]) {
                throw new IllegalArgumentException("permute: the order " + Arrays.toString(order) + " came for " + rank
                        + " axes; each axis from 0 is required once");
            }
            seen[axis] = true;
        }
    }

    static void places(Axis a, int from, Axis out, int to, int count) {
        boolean same = a.outer() == out.outer() && a.inner() == out.inner();
        boolean inside = from >= 0 && to >= 0 && count >= 0 && from + count <= a.length() && to + count <= out.length();
        if (!same || !inside) {
            throw new IllegalArgumentException("copy along an axis: " + count + " places from " + from + " of " + a
                    + " to " + to + " of " + out + " came; they must lie inside axes of one outer and inner extent");
        }
    }

    static void indices(String operation, int[] indices, int rows) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= rows) {
                throw new IndexOutOfBoundsException(operation + ": index " + indices[i] + " came at place " + i
                        + "; the table has rows 0 to " + (rows - 1) + "; check where the indices come from");
            }
        }
    }
}
