package dev.orthant.tensor.linear;

import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.kernel.DoubleView;

/// A product of Householder reflections, `H₀ H₁ … H_{k−1} = I − V T Vᵀ` with T upper triangular: applying it takes matrix
/// products (Schreiber and Van Loan 1989, "A storage-efficient WY representation for products of Householder
/// transformations").
///
/// @param vectors  V, [length, k]: column i is vᵢ, with zeros before its leading 1
/// @param triangle T, [k, k]
record BlockReflector(DoubleView vectors, DoubleView triangle) {
    /// `T_{ii} = τᵢ,  T_{0…i−1, i} = −τᵢ T (Vᵀ vᵢ)`
    static BlockReflector of(DoubleKernels kernels, DoubleView vectors, double[] factors) {
        int count = vectors.columns();
        DoubleView gram = DoubleView.rowMajor(new double[count * count], count, count);
        kernels.multiply(1, vectors.transposed(), vectors, 0, gram);
        DoubleView triangle = DoubleView.rowMajor(new double[count * count], count, count);
        double[] t = triangle.array();
        for (int i = 0; i < count; i++) {
            for (int row = 0; row < i; row++) {
                double sum = 0;
                for (int k = row; k < i; k++) {
                    sum += triangle.at(row, k) * gram.at(k, i);
                }
                t[triangle.index(row, i)] = -factors[i] * sum;
            }
            t[triangle.index(i, i)] = factors[i];
        }
        return new BlockReflector(vectors, triangle);
    }

    /// `C ← (I − V T Vᵀ) C`
    ///
    /// @param c [length, columns], row-major or the transpose of such a matrix
    void apply(DoubleKernels kernels, DoubleView c) {
        apply(kernels, triangle, c);
    }

    /// `C ← (I − V T Vᵀ)ᵀ C`
    ///
    /// @param c [length, columns], row-major or the transpose of such a matrix
    void applyTransposed(DoubleKernels kernels, DoubleView c) {
        apply(kernels, triangle.transposed(), c);
    }

    private void apply(DoubleKernels kernels, DoubleView t, DoubleView c) {
        int count = vectors.columns();
        DoubleView inner = DoubleView.rowMajor(new double[count * c.columns()], count, c.columns());
        kernels.multiply(1, vectors.transposed(), c, 0, inner);
        DoubleView scaled = DoubleView.rowMajor(new double[count * c.columns()], count, c.columns());
        kernels.multiply(1, t, inner, 0, scaled);
        kernels.multiply(-1, vectors, scaled, 1, c);
    }
}
