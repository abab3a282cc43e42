package dev.orthant.tensor.weights;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// The derivative with respect to one weight tensor: its numbers, or the two factors it is the product of.
///
/// A linear layer's gradient over a batch of b examples is a matrix of rank b. At width 1000 and b = 5 the factors are a
/// hundredth of its size, and rules that need only norms, and then add it to the weights, are done before it would have
/// been written to memory.
///
/// ```java
/// Tensor upstream = Tensor.of(Shape.of(1, 2), 1, 2);               // one example, two outputs
/// Tensor inputs = Tensor.of(Shape.of(1, 3), 1, 0, 2);              // three inputs
/// Gradient.Product product = new Gradient.Product(upstream, inputs);
/// product.shape();                                                 // → [2, 3]
/// product.sumOfSquares();                                          // → 25.0
/// Gradient.Formed formed = new Gradient.Formed(product.formed());
/// formed.tensor().toArray();                                       // → [1.0, 0.0, 2.0, 2.0, 0.0, 4.0]
/// ```
///
/// @since 0.1.0
public sealed interface Gradient {
    /// {@return that of the weight tensor}
    Shape shape();

    /// {@return all numbers; computed at each call where they are not there}
    Tensor formed();

    /// Numbers that are there.
    ///
    /// @param tensor all of them, live
    record Formed(Tensor tensor) implements Gradient {
        @Override
        public Shape shape() {
            return tensor.shape();
        }

        @Override
        public Tensor formed() {
            return tensor;
        }
    }

    /// The product `Dᵀ H`, `[width, fanIn]`.
    ///
    /// @param upstream D, `[batch, width]`: derivatives with respect to the layer's outputs
    /// @param inputs   H, `[batch, fanIn]`: what the layer saw
    record Product(Tensor upstream, Tensor inputs) implements Gradient {
        @Override
        public Shape shape() {
            return Shape.of(upstream.shape().axis(1), inputs.shape().axis(1));
        }

        @Override
        public Tensor formed() {
            Tensor product = Tensor.uninitialised(shape());
            ActiveKernels.get().multiplyTransposedLeft(upstream.matrix(), inputs.matrix(), product.matrix());
            return product;
        }

        /// {@return b, the number of examples: the rank is at most this}
        public int rank() {
            return upstream.shape().axis(0);
        }

        /// Σ over all entries of the square, from the factors:
        ///
        ///     ‖Dᵀ H‖² = Σᵢ dᵢᵀ K dᵢ,   K = H Hᵀ,   dᵢ: column i of D
        ///
        /// @return the squared Frobenius norm, at least 0
        public double sumOfSquares() {
            double[] gram = gram();
            double sum = 0;
            for (int row = 0; row < shape().axis(0); row++) {
                sum += rowSumOfSquares(row, gram);
            }
            return sum;
        }

        /// {@return K = H Hᵀ, `[b, b]`, row by row; every product exact and the sums in float64}
        public double[] gram() {
            MatrixView rows = inputs.matrix();
            double[] gram = new double[rank() * rank()];
            for (int i = 0; i < rank(); i++) {
                for (int j = 0; j <= i; j++) {
                    double dot = dot(rows, i, j);
                    gram[i * rank() + j] = dot;
                    gram[j * rank() + i] = dot;
                }
            }
            return gram;
        }

        /// ‖row i of Dᵀ H‖² = dᵢᵀ K dᵢ, at least 0.
        ///
        /// In float64 its error is at most about (fanIn + 2b) 2⁻⁵³ (Σ_a |d_ai| ‖h_a‖)², far below float32's even where the
        /// examples nearly cancel.
        ///
        /// @param row  i, from 0 to width − 1
        /// @param gram from [#gram]
        /// @return     the squared Euclidean norm of the row
        public double rowSumOfSquares(int row, double[] gram) {
            MatrixView d = upstream.matrix();
            int rank = rank();
            double sum = 0;
            for (int i = 0; i < rank; i++) {
                double product = 0;
                for (int j = 0; j < rank; j++) {
                    product += gram[i * rank + j] * d.array()[d.from() + j * d.stride() + row];
                }
                sum += product * d.array()[d.from() + i * d.stride() + row];
            }
            return sum < 0 ? 0 : sum; // NaN stays
        }

        /// Four sums side by side, so that one addition need not wait for the other.
        private static double dot(MatrixView rows, int i, int j) {
            float[] array = rows.array();
            int left = rows.row(i).from();
            int right = rows.row(j).from();
            double sum0 = 0;
            double sum1 = 0;
            double sum2 = 0;
            double sum3 = 0;
            int k = 0;
            for (; k + 4 <= rows.columns(); k += 4) {
                sum0 += (double) array[left + k] * array[right + k];
                sum1 += (double) array[left + k + 1] * array[right + k + 1];
                sum2 += (double) array[left + k + 2] * array[right + k + 2];
                sum3 += (double) array[left + k + 3] * array[right + k + 3];
            }
            for (; k < rows.columns(); k++) {
                sum0 += (double) array[left + k] * array[right + k];
            }
            return (sum0 + sum1) + (sum2 + sum3);
        }
    }
}
