package dev.orthant.layers.infinite;

import dev.orthant.tensor.linear.Matrix;

/// The kernel of the nonlinearity φ(z) = gain · max(z, 0): the first-order arc-cosine kernel.
///
///     t        = nngp(i, j) / √(vᵢ vⱼ)                                     correlation, in [-1, 1]
///     h(t)     = (√((1 − t)(1 + t)) + t (π − arccos t)) / π
///     nngp′    = E[φ(u) φ(w)]   = gain²/2 · √(vᵢ vⱼ) · h(t)
///     Σ̇        = E[φ′(u) φ′(w)] = gain²/(2π) · (π − arccos t)
///     ntk′     = Σ̇ · ntk
///     v′       = gain²/2 · v
///
/// for (u, w) Gaussian with variances vᵢ, vⱼ and correlation t. With gain √2 variances stay as they are.
/// Source: Cho and Saul 2009, "Kernel methods for deep learning" (n = 1); the NTK rule: Jacot,
/// Gabriel and Hongler 2018. Where a variance is 0, φ and φ′ are taken as 0.
///
/// π − arccos t is computed as arccos(−t), which loses no digits near t = −1.
///
/// @param gain factor on max(z, 0), finite; √2 keeps the variance
public record ArcCosine(double gain) {
    public ArcCosine {
        if (!Double.isFinite(gain)) {
            throw new IllegalArgumentException("arc-cosine kernel: gain is " + gain + " but must be finite");
        }
    }

    /// Through the nonlinearity.
    ///
    /// @throws IllegalArgumentException if the block is not of a Gaussian process
    public KernelBlock apply(KernelBlock block) {
        requireGaussian(block);
        Matrix nngp = Matrix.zeros(block.rows(), block.columns());
        Matrix ntk = Matrix.zeros(block.rows(), block.columns());
        double[] columnVariance = block.columnVariance().column(0);
        double halfSquare = halfSquare();
        for (int i = 0; i < block.rows(); i++) {
            double rowVariance = block.rowVariance().at(i, 0);
            for (int j = 0; j < block.columns(); j++) {
                double scale = Math.sqrt(rowVariance * columnVariance[j]);
                if (scale > 0) {
                    double correlation = Math.clamp(block.nngp().at(i, j) / scale, -1, 1); // rounding can leave [-1, 1]
                    nngp.set(i, j, halfSquare * (scale * map(correlation)));
                    ntk.set(
                            i,
                            j,
                            halfSquare
                                    * derivativeMap(correlation)
                                    * block.ntk().at(i, j));
                }
            }
        }
        return new KernelBlock(
                nngp,
                ntk,
                block.rowVariance().map(value -> halfSquare * value),
                block.columnVariance().map(value -> halfSquare * value),
                false);
    }

    /// h(t) above: the correlation after √2 max(z, 0), given the correlation before. Exactly 1 at 1 and 0 at -1.
    ///
    /// @param correlation in [-1, 1]
    static double map(double correlation) {
        double sine = Math.sqrt((1 - correlation) * (1 + correlation));
        // The difference of two equal terms near t = -1 can round to less than 0.
        return Math.max(0, (sine + correlation * Math.acos(-correlation)) / Math.PI);
    }

    /// h′(t) = (π − arccos t)/π: Σ̇ for gain √2.
    static double derivativeMap(double correlation) {
        return Math.acos(-correlation) / Math.PI;
    }

    /// gain²/2, and exactly 1 for the gain that means √2: the square of the float64 nearest to √2 is 2 + 4e-16, and
    /// unit variances are to stay 1 through any number of layers.
    private double halfSquare() {
        double halfSquare = gain * gain / 2;
        return Math.abs(halfSquare - 1) <= 0x1p-52 ? 1 : halfSquare;
    }

    private static void requireGaussian(KernelBlock block) {
        if (!block.gaussian()) {
            throw new IllegalArgumentException("arc-cosine kernel: the block that came is of inputs or of a"
                    + " nonlinearity's outputs, which are no Gaussian process; put a Linear layer before it");
        }
    }
}
