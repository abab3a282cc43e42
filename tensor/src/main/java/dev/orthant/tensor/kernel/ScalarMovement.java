package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;

/// One number at a time: the definition that [VectorMovement] agrees with.
public final class ScalarMovement implements MovementKernels {
    @Override
    public void transpose(MatrixView a, MatrixView out) {
        MovementChecks.shape("transpose", out, a.columns(), a.rows());
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                out.array()[out.from() + j * out.stride() + i] = a.array()[a.from() + i * a.stride() + j];
            }
        }
    }

    @Override
    public void gatherRows(MatrixView table, int[] indices, MatrixView out) {
        MovementChecks.shape("gather rows", out, indices.length, table.columns());
        MovementChecks.indices("gather rows", indices, table.rows());
        for (int i = 0; i < indices.length; i++) {
            for (int j = 0; j < table.columns(); j++) {
                out.array()[out.from() + i * out.stride() + j] =
                        table.array()[table.from() + indices[i] * table.stride() + j];
            }
        }
    }

    @Override
    public void scatterAddRows(MatrixView rows, int[] indices, MatrixView table) {
        MovementChecks.shape("scatter-add rows", rows, indices.length, table.columns());
        MovementChecks.indices("scatter-add rows", indices, table.rows());
        for (int i = 0; i < indices.length; i++) {
            for (int j = 0; j < table.columns(); j++) {
                table.array()[table.from() + indices[i] * table.stride() + j] +=
                        rows.array()[rows.from() + i * rows.stride() + j];
            }
        }
    }
}
