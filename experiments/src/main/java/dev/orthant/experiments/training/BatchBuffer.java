package dev.orthant.experiments.training;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// The rows of a batch, copied into one tensor that every batch uses again.
final class BatchBuffer {
    private final MatrixView all;
    private final Tensor buffer;

    /// @param tensor `[examples, …]`
    BatchBuffer(Tensor tensor, int batchSize) {
        int[] axes = tensor.shape().toArray();
        axes[0] = Math.min(axes[0], batchSize);
        this.all = tensor.matrix();
        this.buffer = Tensor.zeros(Shape.of(axes));
    }

    /// The rows `order[from]` to `order[to - 1]`; valid until the next call.
    Tensor take(int[] order, int from, int to) {
        Tensor rows = buffer.rows(0, to - from);
        MatrixView into = rows.matrix();
        for (int i = from; i < to; i++) {
            System.arraycopy(
                    all.array(),
                    all.from() + order[i] * all.stride(),
                    into.array(),
                    into.row(i - from).from(),
                    all.columns());
        }
        return rows;
    }
}
