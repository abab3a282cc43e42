package dev.orthant.layers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.Qr;
import dev.orthant.tensor.random.Streams;

/// Random weights with orthonormal rows or columns, whichever are fewer, all such matrices equally likely (Haar measure).
///
/// They are the Q of a Gaussian matrix's QR factorisation, its columns multiplied by the signs of R's diagonal: without the
/// signs the law would depend on the algorithm (Mezzadri 2007, "How to generate random matrices from the classical
/// compact groups").
final class OrthogonalMatrix {
    private OrthogonalMatrix() {}

    /// A tensor whose first axis are the rows and all others together the columns.
    static Tensor everywhere(Shape shape, double gain, Streams streams) {
        Tensor tensor = Tensor.zeros(shape);
        int rows = shape.axis(0);
        int columns = rows == 0 ? 0 : shape.size() / rows;
        fill(tensor, 1, 0, draw(rows, columns, streams), gain);
        return tensor;
    }

    /// As [#everywhere], but filters `[out, in, height, width]` are zero except for the tap in the middle (left of it and
    /// above it if their length is even).
    static Tensor inTheMiddle(Shape shape, double gain, Streams streams) {
        if (shape.rank() != 4) {
            return everywhere(shape, gain, streams);
        }
        Tensor tensor = Tensor.zeros(shape);
        int taps = shape.axis(2) * shape.axis(3);
        int middle = (shape.axis(2) - 1) / 2 * shape.axis(3) + (shape.axis(3) - 1) / 2;
        fill(tensor, taps, middle, draw(shape.axis(0), shape.axis(1), streams), gain);
        return tensor;
    }

    private static void fill(Tensor tensor, int step, int first, Matrix matrix, double gain) {
        float[] numbers = tensor.span().array();
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                numbers[first + (i * matrix.columns() + j) * step] = (float) (gain * matrix.at(i, j));
            }
        }
    }

    private static Matrix draw(int rows, int columns, Streams streams) {
        Shape tall = Shape.of(Math.max(rows, columns), Math.min(rows, columns));
        Qr factors = Qr.of(Matrix.of(streams.gaussian(tall)));
        Matrix q = factors.q();
        Matrix r = factors.r();
        Matrix signed = Matrix.fill(q.rows(), q.columns(), (i, j) -> Math.copySign(1, r.at(j, j)) * q.at(i, j));
        return rows >= columns ? signed : signed.transpose();
    }
}
