package dev.orthant.tensor.linear;

import dev.orthant.tensor.kernel.DoubleKernels;

/// One Householder reflection `H = I − τ v vᵀ`, v₀ = 1, that turns a vector x into `(β, 0, 0, …)`; orthogonal and symmetric.
///
///     β = −sign(x₀) ‖x‖,   τ = (β − x₀) / β,   v = x / (x₀ − β) but for v₀
///
/// Golub and Van Loan 2013, "Matrix computations", section 5.1.3. The signs of β and x₀ differ, so nothing cancels.
///
/// @param factor τ; 0 if x needs no reflection
/// @param length β
record Reflector(double factor, double length) {
    /// Overwrites x by v.
    ///
    /// @param x     numbers of a size whose squares neither overflow nor matter when they underflow
    /// @param from  index of x₀
    /// @param count of numbers, at least 1
    static Reflector of(DoubleKernels kernels, double[] x, int from, int count) {
        double first = x[from];
        double rest = kernels.dot(x, from + 1, x, from + 1, count - 1);
        x[from] = 1;
        if (rest == 0) {
            return new Reflector(0, first);
        }
        double norm = Math.sqrt(first * first + rest);
        double length = first > 0 ? -norm : norm;
        double pivot = first - length;
        for (int i = from + 1; i < from + count; i++) {
            x[i] /= pivot;
        }
        return new Reflector((length - first) / length, length);
    }
}
