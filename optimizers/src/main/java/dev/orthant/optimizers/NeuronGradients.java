package dev.orthant.optimizers;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Gradient;

/// A gradient neuron by neuron: its norm, and its sum with the neuron's weights.
sealed interface NeuronGradients {
    /// @param neurons rows of the weights
    static NeuronGradients of(Gradient gradient, int neurons) {
        return switch (gradient) {
            case Gradient.Formed(var tensor) -> {
                int each = neurons == 0 ? 0 : tensor.size() / neurons;
                yield new Rows(tensor.reshape(Shape.of(neurons, each)).matrix());
            }
            case Gradient.Product product -> Combinations.of(product, product.gram());
        };
    }

    /// Neurons that are moved at a time: as many as the kernel takes, and few enough to stay in the cache until they are
    /// projected.
    int AT_ONCE = 5;

    /// Σ of the squares of neuron i's gradient.
    double sumOfSquares(int i);

    /// neuron ← neuron + factor · its gradient, for some neurons that follow each other
    ///
    /// @param neurons rows of the weights, at most [#AT_ONCE]
    /// @param first   index of the first of them among all neurons
    /// @param factors one for each; where it is 0 the neuron stays
    /// @param scratch from [#scratch], of this thread
    void addTo(MatrixView neurons, int first, float[] factors, float[] scratch);

    /// What [#addTo] needs to write on.
    float[] scratch();

    /// A row of numbers for each neuron.
    record Rows(MatrixView rows) implements NeuronGradients {
        private static final float[] NONE = {};

        @Override
        public double sumOfSquares(int i) {
            return ActiveKernels.get().sumOfSquares(rows.row(i));
        }

        @Override
        public void addTo(MatrixView neurons, int first, float[] factors, float[] scratch) {
            for (int i = 0; i < neurons.rows(); i++) {
                if (factors[i] != 0) {
                    ActiveKernels.get().addScaled(neurons.row(i), factors[i], rows.row(first + i));
                }
            }
        }

        @Override
        public float[] scratch() {
            return NONE;
        }
    }

    /// A combination of the examples for each neuron, never written down. A factor of 0 makes one of zeros, which moves
    /// nothing: examples that are not finite have no gradient whose norm is.
    @SuppressWarnings("ArrayRecordComponent") // handed to the loops; never compared
    record Combinations(Gradient.Product product, MatrixView upstream, MatrixView inputs, double[] gram)
            implements NeuronGradients {
        static Combinations of(Gradient.Product product, double[] gram) {
            return new Combinations(
                    product, product.upstream().matrix(), product.inputs().matrix(), gram);
        }

        @Override
        public double sumOfSquares(int i) {
            return product.rowSumOfSquares(i, gram);
        }

        @Override
        public void addTo(MatrixView neurons, int first, float[] factors, float[] scratch) {
            int rank = upstream.rows();
            for (int example = 0; example < rank; example++) {
                int from = upstream.from() + example * upstream.stride() + first;
                for (int i = 0; i < neurons.rows(); i++) {
                    scratch[i * rank + example] = factors[i] * upstream.array()[from + i];
                }
            }
            MatrixView combinations = new MatrixView(scratch, 0, neurons.rows(), rank, rank);
            ActiveKernels.get().addProduct(combinations, inputs, neurons);
        }

        @Override
        public float[] scratch() {
            return new float[AT_ONCE * product.rank()];
        }
    }
}
