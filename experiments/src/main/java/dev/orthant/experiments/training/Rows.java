package dev.orthant.experiments.training;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// Some rows of a tensor, copied.
final class Rows {
    private Rows() {}

    static Tensor take(Tensor tensor, int[] indices) {
        int[] axes = tensor.shape().toArray();
        axes[0] = indices.length;
        Tensor taken = Tensor.zeros(Shape.of(axes));
        MatrixView from = tensor.matrix();
        MatrixView to = taken.matrix();
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(
                    from.array(),
                    from.row(indices[i]).from(),
                    to.array(),
                    to.row(i).from(),
                    from.columns());
        }
        return taken;
    }
}
