package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;

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
    public void permute(Span a, Shape shape, int[] order, Span out) {
        MovementChecks.permutation(order, shape.rank());
        int[] strides = new int[order.length];
        int stride = 1;
        for (int axis = order.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.axis(axis);
        }
        int[] index = new int[order.length]; // of the output
        for (int to = 0; to < shape.size(); to++) {
            int from = 0;
            for (int k = 0; k < order.length; k++) {
                from += index[k] * strides[order[k]];
            }
            out.array()[out.from() + to] = a.array()[a.from() + from];
            for (int k = order.length - 1; k >= 0 && ++index[k] == shape.axis(order[k]); k--) {
                index[k] = 0;
            }
        }
    }

    @Override
    public void copyAlong(Span a, Axis aAxis, int from, Span out, Axis outAxis, int to, int count) {
        MovementChecks.places(aAxis, from, outAxis, to, count);
        for (int o = 0; o < aAxis.outer(); o++) {
            for (int k = 0; k < count; k++) {
                for (int i = 0; i < aAxis.inner(); i++) {
                    out.array()[out.from() + (o * outAxis.length() + to + k) * outAxis.inner() + i] =
                            a.array()[a.from() + (o * aAxis.length() + from + k) * aAxis.inner() + i];
                }
            }
        }
    }

    @Override
    public void flip(Span a, Axis axis, Span out) {
        for (int o = 0; o < axis.outer(); o++) {
            for (int k = 0; k < axis.length(); k++) {
                for (int i = 0; i < axis.inner(); i++) {
                    out.array()[out.from() + (o * axis.length() + k) * axis.inner() + i] =
                            a.array()[a.from() + (o * axis.length() + axis.length() - 1 - k) * axis.inner() + i];
                }
            }
        }
    }

    @Override
    public void oneHot(int[] labels, MatrixView out) {
        MovementChecks.shape("one-hot", out, labels.length, out.columns());
        MovementChecks.indices("one-hot", labels, out.columns());
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < out.columns(); j++) {
                out.array()[out.from() + i * out.stride() + j] = j == labels[i] ? 1 : 0;
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
