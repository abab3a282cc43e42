package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;

/// Exact Hamiltonian dynamics between the walls gᵢ = 0: no step size, no rejection.
///
/// A velocity v ~ N(0, T) is drawn, then both move on ellipses for a quarter of a period,
///
///     g(t) = g cos t + v sin t,   v(t) = v cos t − g sin t,   t up to π/2
///
/// Wall i is met when tan(t − π/2) = vᵢ/gᵢ, so the smallest quotient comes first; there v is reflected in the metric of T:
/// v ← v − 2 vᵢ T_{·i}/Tᵢᵢ. O(n) per reflection: about ten at n = 200 for easy labels, hundreds for random ones.
///
/// Source: Pakman and Paninski 2014, "Exact Hamiltonian Monte Carlo for truncated multivariate Gaussians", here in the
/// coordinates of g instead of whitened ones.
///
/// ```java
/// Matrix scores = new HamiltonianChain(10).draw(Matrix.identity(1), new int[] {-1}, 1000, Streams.ofSeed(0));
/// double mean = Arrays.stream(scores.column(0)).average().orElseThrow();      // of the half-normal law: −√(2/π)
/// Math.abs(mean + Math.sqrt(2 / Math.PI)) < 0.06;                             // → true
/// ```
///
/// @param discarded states before the first that is kept, at least 0
/// @since 0.1.0
public record HamiltonianChain(int discarded) implements OrthantChain {
    private static final double TRAVEL = Math.PI / 2;

    /// Checks the number of states.
    ///
    /// @throws IllegalArgumentException if it is negative
    public HamiltonianChain {
        if (discarded < 0) {
            throw new IllegalArgumentException(
                    "hamiltonian chain: " + discarded + " discarded states came; at least 0 are required");
        }
    }

    @Override
    public Matrix draw(Matrix covariance, int[] labels, int count, Streams streams) {
        SampleBlocks.requireSamples("hamiltonian chain", count);
        ReducedProblem problem = ReducedProblem.possible("hamiltonian chain", covariance, labels, Ordering.GIVEN);
        double[][] correlation = problem.correlation().matrix().toArray2d();
        double[][] factorColumns =
                problem.correlation().cholesky().lower().transpose().toArray2d();
        RandomGenerator random = streams.generator();
        double[] g = problem.start();
        Matrix states = Matrix.zeros(count, labels.length);
        for (int step = -discarded; step < count; step++) {
            travel(g, velocity(factorColumns, random), correlation);
            if (step >= 0) {
                problem.restore(g, states, step);
            }
        }
        return states;
    }

    /// L z: covariance T.
    private static double[] velocity(double[][] factorColumns, RandomGenerator random) {
        double[] velocity = new double[factorColumns.length];
        for (double[] column : factorColumns) {
            ParticleLoops.addScaled(velocity, random.nextGaussian(), column);
        }
        return velocity;
    }

    private static void travel(double[] g, double[] v, double[][] correlation) {
        double left = TRAVEL;
        while (true) {
            int wall = firstWall(g, v);
            double quotient = v[wall] / g[wall];
            double time = Math.atan(quotient) + Math.PI / 2;
            if (time >= left) {
                rotate(g, v, Math.cos(left), Math.sin(left));
                return;
            }
            double root = Math.hypot(1, quotient);
            if (Double.isInfinite(root)) {
                rotate(g, v, 1, 0); // already at the wall
            } else {
                rotate(g, v, -quotient / root, 1 / root); // cos and sin of atan(quotient) + π/2
            }
            g[wall] = Island.LEAST_SCORE;
            ParticleLoops.addScaled(v, -2 * v[wall] / correlation[wall][wall], correlation[wall]);
            v[wall] = Math.abs(v[wall]); // away from the wall, whatever the rounding
            left -= time;
        }
    }

    /// The wall that is met first; the one that was just left has the largest quotient.
    private static int firstWall(double[] g, double[] v) {
        int first = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < g.length; i++) {
            double quotient = v[i] / g[i];
            if (quotient < smallest) {
                smallest = quotient;
                first = i;
            }
        }
        return first;
    }

    private static void rotate(double[] g, double[] v, double cosine, double sine) {
        for (int i = 0; i < g.length; i++) {
            double position = g[i] * cosine + v[i] * sine;
            v[i] = v[i] * cosine - g[i] * sine;
            g[i] = Math.max(position, Island.LEAST_SCORE); // walls met within one rounding of each other
        }
    }
}
