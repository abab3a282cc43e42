package dev.orthant.optimizers;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
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

    /// Σ of the squares of neuron i's gradient.
    double sumOfSquares(int i);

    /// neuron ← neuron + factor · its gradient
    ///
    /// @param scratch from [#scratch], of this thread
    void addTo(Span neuron, int i, float factor, float[] scratch);

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
        public void addTo(Span neuron, int i, float factor, float[] scratch) {
            ActiveKernels.get().addScaled(neuron, factor, rows.row(i));
        }

        @Override
        public float[] scratch() {
            return NONE;
        }
    }

    /// A combination of the examples for each neuron, never written down.
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
        public void addTo(Span neuron, int i, float factor, float[] scratch) {
            for (int example = 0; example < upstream.rows(); example++) {
                scratch[example] = factor * upstream.array()[upstream.from() + example * upstream.stride() + i];
            }
            ActiveKernels.get().steps().addCombination(neuron, inputs, scratch);
        }

        @Override
        public float[] scratch() {
            return new float[product.rank()];
        }
    }
}
