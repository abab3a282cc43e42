package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;

/// What an infinitely wide network knows of two sets of examples, the rows and the columns: the covariance of its
/// outputs under random weights (NNGP) and the inner product of its gradients (NTK), with the variances that the
/// next layer's formula needs.
///
///     nngp(i, j)        = E[f(xᵢ) f(x′ⱼ)]                     rowVariance(i) = E[f(xᵢ)²]
///     ntk(i, j)         = E[⟨∂f(xᵢ)/∂weights, ∂f(x′ⱼ)/∂weights⟩]
///
/// The NTK is that of the NTK parameterisation, z = (σ_w/√fanIn) W x + σ_b b with W, b ~ N(0, 1), in which it has a
/// limit. The standard parameterisation, z = W x + b with W ~ N(0, σ_w²/fanIn), has the same NNGP; its NTK grows with
/// the width unless every layer's learning rate is divided by its fanIn.
///
/// A layer's `kernel` takes one block to the next; start with [#ofInputs].
///
/// ```java
/// KernelBlock first = KernelBlock.ofInputs(images).affine(1, 0);
/// KernelBlock depthTwo = new ArcCosine(Math.sqrt(2)).apply(first).affine(1, 0);
/// ```
///
/// @param nngp           [rows, columns]
/// @param ntk            [rows, columns]
/// @param rowVariance    [rows, 1]; in a block of a set with itself, the diagonal of `nngp`
/// @param columnVariance [columns, 1]
/// @param gaussian       true if the outputs are a Gaussian process: only then do the formulas of nonlinear layers
///                       hold. A random affine layer makes it true, a nonlinearity makes it false.
public record KernelBlock(Matrix nngp, Matrix ntk, Matrix rowVariance, Matrix columnVariance, boolean gaussian) {
    public KernelBlock {
        requireSize("ntk", ntk, nngp.rows(), nngp.columns());
        requireSize("row variance", rowVariance, nngp.rows(), 1);
        requireSize("column variance", columnVariance, nngp.columns(), 1);
    }

    /// The inputs of a network against themselves, before the first layer.
    ///
    ///     nngp = X Xᵀ / d,   ntk = 0
    ///
    /// @param examples X, [count, …]; all axes but the first together are the d inputs
    public static KernelBlock ofInputs(Tensor examples) {
        return ofInputs(examples, examples);
    }

    /// The inputs of a network before the first layer, one set against another.
    ///
    /// @param rows    X, [rows, …]
    /// @param columns X′, [columns, …], with as many inputs d per example
    /// @throws ShapeException           if the numbers of inputs differ or are 0
    /// @throws IllegalArgumentException if an input is NaN or infinite
    public static KernelBlock ofInputs(Tensor rows, Tensor columns) {
        requireInputs(rows);
        requireInputs(columns);
        Matrix left = Matrix.of(rows);
        Matrix right = Matrix.of(columns);
        double scale = 1.0 / left.columns();
        Matrix nngp = left.multiplyTransposedRight(right).scaled(scale);
        Matrix ntk = Matrix.zeros(nngp.rows(), nngp.columns());
        return new KernelBlock(nngp, ntk, meanSquares(left, scale), meanSquares(right, scale), false);
    }

    public int rows() {
        return nngp.rows();
    }

    public int columns() {
        return nngp.columns();
    }

    /// Through a random affine layer, z = (σ_w/√fanIn) W x + σ_b b.
    ///
    ///     nngp′ = σ_w² nngp + σ_b²          (variances likewise)
    ///     ntk′  = nngp′ + σ_w² ntk
    ///
    /// Source: Jacot, Gabriel and Hongler 2018, "Neural tangent kernel", theorem 1. The first term is the gradient with
    /// respect to this layer's own W and b, the second comes through the layers below.
    ///
    /// @param weightVariance σ_w², at least 0
    /// @param biasVariance   σ_b², at least 0; 0 for a layer without bias
    public KernelBlock affine(double weightVariance, double biasVariance) {
        if (!(weightVariance >= 0 && biasVariance >= 0)
                || weightVariance == Double.POSITIVE_INFINITY
                || biasVariance == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("affine kernel: weight variance " + weightVariance
                    + " and bias variance " + biasVariance + " came; both must be finite and at least 0");
        }
        Matrix next = nngp.map(value -> weightVariance * value + biasVariance);
        return new KernelBlock(
                next,
                next.plus(ntk.scaled(weightVariance)),
                rowVariance.map(value -> weightVariance * value + biasVariance),
                columnVariance.map(value -> weightVariance * value + biasVariance),
                true);
    }

    /// The block of some of the rows and some of the columns.
    public KernelBlock part(int[] rowIndices, int[] columnIndices) {
        int[] only = {0};
        return new KernelBlock(
                nngp.block(rowIndices, columnIndices),
                ntk.block(rowIndices, columnIndices),
                rowVariance.block(rowIndices, only),
                columnVariance.block(columnIndices, only),
                gaussian);
    }

    /// Mean square of every row, as one column. The product of the row with itself by the same code that computes
    /// the covariances: the variances and the diagonal then agree bit for bit.
    private static Matrix meanSquares(Matrix examples, double scale) {
        Matrix variances = Matrix.zeros(examples.rows(), 1);
        for (int i = 0; i < examples.rows(); i++) {
            double[] example = examples.row(i);
            variances.set(i, 0, scale * Matrix.of(example).multiply(example)[0]);
        }
        return variances;
    }

    private static void requireInputs(Tensor examples) {
        if (examples.shape().rank() < 2 || examples.size() == 0) {
            throw new ShapeException("inputs' kernel: examples of shape " + examples.shape()
                    + " came; [count, inputs] or more axes are required, each at least 1 long");
        }
        if (!examples.isFinite()) {
            throw new IllegalArgumentException("inputs' kernel: an input is NaN or infinite; find it with"
                    + " Tensor.isFinite on single rows and repair or leave out that example");
        }
    }

    private static void requireSize(String name, Matrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new ShapeException("kernel block: " + name + " is [" + matrix.rows() + ", " + matrix.columns()
                    + "]; it must be [" + rows + ", " + columns + "] to fit the nngp");
        }
    }
}
