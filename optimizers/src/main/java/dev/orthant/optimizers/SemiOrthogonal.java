package dev.orthant.optimizers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.random.Streams;

/// Random matrices with orthonormal rows, or orthonormal columns if they are taller than wide, uniformly distributed (by
/// Haar's measure).
///
/// Gaussian vectors are orthonormalised one after the other by Gram and Schmidt; doing so twice leaves them orthogonal to
/// float64 rounding (Giraud, Langou and Rozložník 2005).
final class SemiOrthogonal {
    private SemiOrthogonal() {}

    /// @return row-major `[rows, columns]`
    static float[] draw(int rows, int columns, Streams streams) {
        boolean tall = rows > columns;
        int vectors = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        float[] gaussian = streams.gaussian(Shape.of(vectors, length)).toArray();
        double[][] basis = new double[vectors][length];
        for (int i = 0; i < vectors; i++) {
            for (int k = 0; k < length; k++) {
                basis[i][k] = gaussian[i * length + k];
            }
            orthogonalise(basis, i);
            orthogonalise(basis, i);
        }
        float[] matrix = new float[rows * columns];
        for (int i = 0; i < vectors; i++) {
            for (int k = 0; k < length; k++) {
                matrix[tall ? k * columns + i : i * columns + k] = (float) basis[i][k];
            }
        }
        return matrix;
    }

    /// Makes vector `index` orthogonal to those before it and of norm 1.
    private static void orthogonalise(double[][] basis, int index) {
        double[] vector = basis[index];
        for (int before = 0; before < index; before++) {
            double overlap = dot(vector, basis[before]);
            for (int k = 0; k < vector.length; k++) {
                vector[k] -= overlap * basis[before][k];
            }
        }
        double norm = Math.sqrt(dot(vector, vector));
        for (int k = 0; k < vector.length; k++) {
            vector[k] /= norm;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
