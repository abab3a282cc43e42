package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/// In which order a sequential sampler meets the conditions fᵢ > 0. The probability does not depend on it, the spread of the
/// weights does.
///
/// ```java
/// Matrix covariance = Matrix.fill(6, 6, (i, j) -> Math.pow(0.9, Math.abs(i - j)));
/// int[] labels = {1, 1, 1, -1, -1, -1};       // hard where they change: neighbours are much alike
/// Function<Ordering, OrthantEstimate> estimate =
///         ordering -> new GhkEstimator(1000, ordering).estimate(covariance, labels, Streams.ofSeed(0));
/// double given = estimate.apply(Ordering.GIVEN).effectiveFraction();
/// double sorted = estimate.apply(Ordering.LEAST_LIKELY_FIRST).effectiveFraction();
/// sorted > 1.5 * given;                       // → true
/// ```
///
/// @since 0.1.0
public enum Ordering {
    /// As the examples came.
    GIVEN {
        @Override
        int[] of(Matrix correlation) {
            return IntStream.range(0, correlation.rows()).toArray();
        }
    },
    /// The condition that is least likely given the earlier ones comes next: hard conditions first leave equal weights for
    /// later. The earlier scores are taken at their means given their own conditions.
    ///
    ///     next = argmin_j m_j/√d_j,   m_j = Σ_l L_jl y_l,   d_j = T_jj − Σ_l L_jl²,   y_k = φ(b_k)/Φ(b_k),   b_k = m_k/√d_k
    ///
    /// Source: Gibson, Glasbey and Elston 1994, "Monte Carlo evaluation of multivariate normal integrals and sensitivity to
    /// variate ordering". n³/2 multiplications.
    LEAST_LIKELY_FIRST {
        @Override
        int[] of(Matrix correlation) {
            int size = correlation.rows();
            double[][] columns = new double[size][]; // of L, in the examples' own numbering
            double[] mean = new double[size];
            double[] variance = correlation.diagonal();
            boolean[] placed = new boolean[size];
            int[] order = new int[size];
            for (int k = 0; k < size; k++) {
                int next = leastLikely(mean, variance, placed);
                order[k] = next;
                placed[next] = true;
                double deviation = Math.sqrt(Math.max(variance[next], LEAST_VARIANCE));
                double[] column = correlation.row(next);
                subtractEarlier(columns, k, next, column);
                double expected = SpecialFunctions.inverseMills(mean[next] / deviation);
                for (int j = 0; j < size; j++) {
                    column[j] /= deviation;
                    mean[j] += column[j] * expected;
                    variance[j] -= column[j] * column[j];
                }
                columns[k] = column;
            }
            return order;
        }
    };

    /// Examples that the earlier ones determine have no variance left but rounding errors.
    private static final double LEAST_VARIANCE = 1e-12;

    /// A permutation of 0 … n − 1: which example comes first, second, …
    abstract int[] of(Matrix correlation);

    private static int leastLikely(double[] mean, double[] variance, boolean[] placed) {
        int best = -1;
        double lowest = Double.POSITIVE_INFINITY;
        for (int j = 0; j < placed.length; j++) {
            double standardised = mean[j] / Math.sqrt(Math.max(variance[j], LEAST_VARIANCE));
            if (!placed[j] && (best < 0 || standardised < lowest)) {
                best = j;
                lowest = standardised;
            }
        }
        return best;
    }

    /// `column ← column − Σ_{l<k} L_l L_{next,l}`, four at a time: C2 turns the inner loop into vector instructions.
    private static void subtractEarlier(double[][] columns, int k, int next, double[] column) {
        int l = 0;
        for (; l + 4 <= k; l += 4) {
            ParticleLoops.addScaled(
                    column,
                    -columns[l][next],
                    columns[l],
                    -columns[l + 1][next],
                    columns[l + 1],
                    -columns[l + 2][next],
                    columns[l + 2],
                    -columns[l + 3][next],
                    columns[l + 3]);
        }
        for (; l < k; l++) {
            ParticleLoops.addScaled(column, -columns[l][next], columns[l]);
        }
    }

    /// The matrix with rows and columns in this order.
    static Matrix permuted(Matrix matrix, int[] order) {
        return Arrays.equals(order, IntStream.range(0, order.length).toArray()) ? matrix : matrix.block(order, order);
    }
}
