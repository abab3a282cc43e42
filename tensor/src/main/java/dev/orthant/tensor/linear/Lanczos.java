package dev.orthant.tensor.linear;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Eigenvalues at the ends of the spectrum of a symmetric linear map that is known by its products with vectors.
///
/// From a random direction q₁ the vectors q₁, A q₁, A² q₁, … are made orthonormal, Q; the eigenvalues of the small matrix
/// Qᵀ A Q (tridiagonal but for rounding) tend to those of A, the outermost first. Every new vector is made orthogonal to all
/// before it, twice, so that no eigenvalue comes back as a ghost.
///
/// ```java
/// UnaryOperator<double[]> map = v -> new double[] {v[0], 2 * v[1], 5 * v[2]};
/// double[] values = Lanczos.values(3, map, 3, Streams.ofSeed(0));
/// Arrays.stream(values).mapToLong(Math::round).toArray();                  // → [1, 2, 5]
/// ```
///
/// Source: Lanczos 1950; Golub and Van Loan 2013, "Matrix computations", sections 10.1 to 10.3.
///
/// @since 0.1.0
public final class Lanczos {
    /// A new direction shorter than this share of the product has nothing but rounding in it.
    private static final double NOTHING_NEW = 1e-12;

    private Lanczos() {}

    /// Approximate eigenvalues, from the smallest to the largest; exact if there are as many steps as dimensions.
    ///
    /// @param size    dimensions, at least 1
    /// @param product A v for a vector v of that length; A is symmetric
    /// @param steps   products, at least 1; at most `size` are made, and fewer where the directions run out
    /// @param streams for q₁
    /// @return        one for each product that was made
    public static double[] values(int size, UnaryOperator<double[]> product, int steps, Streams streams) {
        if (size < 1 || steps < 1) {
            throw new IllegalArgumentException(
                    "lanczos: " + size + " dimensions and " + steps + " steps came; at least 1 of each is required");
        }
        List<double[]> directions = new ArrayList<>();
        List<double[]> products = new ArrayList<>();
        double[] next = Matrix.of(streams.gaussian(Shape.of(size, 1))).column(0);
        double length = norm(next);
        while (directions.size() < Math.min(steps, size)) {
            double[] direction = scaled(next, 1 / length);
            directions.add(direction);
            double[] image = product.apply(direction.clone());
            products.add(image);
            next = image.clone();
            for (int pass = 0; pass < 2; pass++) {
                for (double[] before : directions) {
                    addScaled(next, -dot(before, next), before);
                }
            }
            length = norm(next);
            if (!(length > NOTHING_NEW * norm(image))) {
                break;
            }
        }
        int count = directions.size();
        return SymmetricEigen.valuesOf(Matrix.fill(count, count, (i, j) -> {
            double one = dot(directions.get(i), products.get(j));
            double other = dot(directions.get(j), products.get(i));
            return (one + other) / 2;
        }));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double[] scaled(double[] a, double factor) {
        double[] scaled = new double[a.length];
        addScaled(scaled, factor, a);
        return scaled;
    }

    private static void addScaled(double[] sum, double factor, double[] a) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * a[i];
        }
    }
}
