package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.NotPositiveDefinite;
import java.util.Arrays;

/// The shifts m of [MinimaxTilting]: the saddle point, lowest in m and highest in x, of
///
///     ψ(x, m) = ½ ‖m‖² − m·x + Σ_k ln Φ(−a_k),   a = −L̃ x − m,   L̃_kj = L_kj/L_kk for j < k,   m_n = 0
///
/// With Ψ_k = φ(a_k)/Φ(−a_k) and Ψ′ = Ψ (Ψ − a) its gradient is F₁ = −m + L̃ᵀ Ψ (in x) and F₂ = m − x + Ψ (in m). Newton's
/// equations are solved for the step in x first, where they are positive definite:
///
///     (L̃ᵀ Ψ′ L̃ + Gᵀ C⁻¹ G) δx = F₁ + Gᵀ C⁻¹ F₂,   δm = C⁻¹ (G δx − F₂),   G = I + Ψ′ L̃,  C = I − Ψ′
///
/// instead of the published system of twice the size. Steps are halved until the gradient shrinks.
///
/// @param shifts m, [n]
/// @param value  ψ there: an upper bound of ln P if found
/// @param found  whether the gradient vanishes
@SuppressWarnings("ArrayRecordComponent") // handed from one step to the next; never compared
record SaddlePoint(double[] shifts, double value, boolean found) {
    private static final int MOST_ITERATIONS = 200;
    private static final int MOST_HALVINGS = 40;
    private static final double TOLERANCE = 1e-8;

    /// @param lower L, [n, n]
    static SaddlePoint of(Matrix lower) {
        int size = lower.rows();
        double[][] scaled = new double[size][];
        for (int k = 0; k < size; k++) {
            double[] row = lower.row(k);
            double pivot = row[k];
            scaled[k] = Arrays.stream(row, 0, k).map(value -> value / pivot).toArray();
        }
        Point point = Point.at(scaled, new double[size - 1], new double[size - 1]);
        for (int iteration = 0; iteration < MOST_ITERATIONS && point.norm() > TOLERANCE; iteration++) {
            Point next = newton(scaled, point);
            if (next.norm() >= point.norm()) {
                break; // no step shrinks the gradient
            }
            point = next;
        }
        return new SaddlePoint(Arrays.copyOf(point.m(), size), point.value(), point.norm() <= TOLERANCE * size);
    }

    private static Point newton(double[][] scaled, Point point) {
        int unknowns = point.x().length;
        double[] inverse = new double[unknowns]; // C⁻¹
        Arrays.setAll(inverse, k -> 1 / Math.max(1 - point.slope()[k], 1e-12));
        Matrix weighted =
                Matrix.fill(unknowns + 1, unknowns, (k, j) -> j < k ? Math.sqrt(point.slope()[k]) * scaled[k][j] : 0);
        Matrix g = Matrix.fill(unknowns, unknowns, (k, j) -> j == k ? 1 : j < k ? point.slope()[k] * scaled[k][j] : 0);
        Matrix halfG = Matrix.fill(unknowns, unknowns, (k, j) -> Math.sqrt(inverse[k]) * g.at(k, j));
        Matrix system =
                weighted.transpose().multiply(weighted).plus(halfG.transpose().multiply(halfG));
        double[] right = point.inX().clone();
        for (int k = 0; k < unknowns; k++) {
            ParticleLoops.addScaled(right, inverse[k] * point.inM()[k], g.row(k));
        }
        double[] stepX;
        try {
            stepX = Cholesky.of(system).solve(right);
        } catch (NotPositiveDefinite _) {
            return point; // a curvature that rounding has spoilt
        }
        double[] stepM = g.multiply(stepX);
        Arrays.setAll(stepM, k -> inverse[k] * (stepM[k] - point.inM()[k]));
        double length = 1;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            Point next = Point.at(scaled, moved(point.x(), length, stepX), moved(point.m(), length, stepM));
            if (next.norm() < point.norm()) {
                return next;
            }
            length /= 2;
        }
        return point;
    }

    private static double[] moved(double[] from, double length, double[] step) {
        double[] result = from.clone();
        ParticleLoops.addScaled(result, length, step);
        return result;
    }

    /// ψ and its derivatives at one place.
    ///
    /// @param slope Ψ′, [n]
    /// @param inX   F₁, [n − 1]
    /// @param inM   F₂, [n − 1]
    /// @param norm  √(‖F₁‖² + ‖F₂‖²)
    private record Point(
            double[] x, double[] m, double value, double[] slope, double[] inX, double[] inM, double norm) {
        static Point at(double[][] scaled, double[] x, double[] m) {
            int unknowns = x.length;
            double[] slope = new double[unknowns + 1];
            double[] inX = new double[unknowns];
            double[] inM = new double[unknowns];
            double value = 0;
            for (int k = 0; k <= unknowns; k++) {
                double minusA = k < unknowns ? m[k] : 0;
                double[] row = scaled[k];
                for (int j = 0; j < k; j++) {
                    minusA += row[j] * x[j];
                }
                double mills = SpecialFunctions.inverseMills(minusA);
                slope[k] = Math.clamp(mills * (mills + minusA), 0, 1);
                value += SpecialFunctions.logNormalCdf(minusA);
                for (int j = 0; j < k; j++) {
                    inX[j] += row[j] * mills;
                }
                if (k < unknowns) {
                    inM[k] = m[k] - x[k] + mills;
                    value += m[k] * m[k] / 2 - m[k] * x[k];
                }
            }
            double square = 0;
            for (int k = 0; k < unknowns; k++) {
                inX[k] -= m[k];
                square += inX[k] * inX[k] + inM[k] * inM[k];
            }
            return new Point(x, m, value, slope, inX, inM, Math.sqrt(square));
        }
    }
}
