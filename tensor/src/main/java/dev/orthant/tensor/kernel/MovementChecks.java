package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;

/// What [MovementKernels] require of their arguments.
final class MovementChecks {
    private MovementChecks() {}

    static void shape(String operation, MatrixView view, int rows, int columns) {
        if (view.rows() != rows || view.columns() != columns) {
            throw new IllegalArgumentException(operation + ": [" + view.rows() + ", " + view.columns() + "] came; ["
                    + rows + ", " + columns + "] is required; pass a view of that shape");
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
