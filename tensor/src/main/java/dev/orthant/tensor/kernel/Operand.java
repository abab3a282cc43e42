package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;

/// One side of a matrix product. Its *lines* are the rows of A or the columns of B; its *depth* is the axis that the
/// product sums over.
///
/// @param view       the numbers
/// @param depthFirst true if `view` is [depth, lines], false if it is [lines, depth]
record Operand(MatrixView view, boolean depthFirst) {
    int lines() {
        return depthFirst ? view.columns() : view.rows();
    }

    int depth() {
        return depthFirst ? view.rows() : view.columns();
    }

    /// Distance in the array between two neighbours along the depth.
    int depthStep() {
        return depthFirst ? view.stride() : 1;
    }

    /// Distance in the array between two neighbouring lines.
    int lineStep() {
        return depthFirst ? 1 : view.stride();
    }

    int index(int line, int depth) {
        return view.from() + line * lineStep() + depth * depthStep();
    }
}
