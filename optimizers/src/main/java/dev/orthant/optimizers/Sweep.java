package dev.orthant.optimizers;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Gradient;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Passes over weight tensors in fixed pieces: the same bits for any number of threads.
final class Sweep {
    /// Numbers in a piece: enough to be worth handing to another thread.
    static final int PIECE = 1 << 16;

    /// Of a norm; above it a factor beyond float32 means weights that are not fit for float32 either, which must be told.
    private static final double VANISHING = 0x1p-100;

    private static final double[] NO_GRAM = {}; // no norm is asked for

    private Sweep() {}

    /// A piece of one tensor. Its counterparts in other values of the same form are cut out by [#of].
    record Cut(String name, int from, int length) {
        Span of(Weights weights) {
            return of(weights.get(name));
        }

        Span of(Tensor tensor) {
            return tensor.span().part(from, length);
        }
    }

    /// Runs `body` on every piece of every tensor.
    static void over(Weights weights, Consumer<Cut> body) {
        for (Weight weight : weights.all()) {
            over(weight, body);
        }
    }

    /// Runs `body` on every piece of one tensor.
    static void over(Weight weight, Consumer<Cut> body) {
        Parallel.forPieces(
                weight.tensor().size(), PIECE, (from, to) -> body.accept(new Cut(weight.name(), from, to - from)));
    }

    /// Σ aᵢ² over a tensor, the pieces added in their order.
    static double sumOfSquares(Tensor tensor) {
        Span all = tensor.span();
        int pieces = Math.ceilDiv(all.length(), PIECE);
        List<Double> sums = Parallel.map(pieces, piece -> {
            int from = piece * PIECE;
            return ActiveKernels.get().sumOfSquares(all.part(from, Math.min(PIECE, all.length() - from)));
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    /// Euclidean (Frobenius) norm of a tensor.
    static double norm(Tensor tensor) {
        return Math.sqrt(sumOfSquares(tensor));
    }

    /// Euclidean (Frobenius) norm of a gradient, unformed or not.
    static double norm(Gradient gradient) {
        return Math.sqrt(sumOfSquares(gradient));
    }

    /// Σ gᵢ² over a gradient, unformed or not.
    static double sumOfSquares(Gradient gradient) {
        return switch (gradient) {
            case Gradient.Formed(Tensor tensor) -> sumOfSquares(tensor);
            case Gradient.Product product -> product.sumOfSquares();
        };
    }

    /// As float32 what a rule multiplies a gradient by, so that a step in proportion to the weights is taken.
    ///
    /// A training set that is fitted with a large margin has gradients that fall exponentially, and a factor beyond float32 times
    /// some of its numbers, which are 0 by then, would be NaN. Such a gradient is taken as none.
    ///
    /// @param factor       a length over `gradientNorm`
    /// @param gradientNorm ‖G‖
    static float multiplier(double factor, double gradientNorm) {
        float rounded = (float) factor;
        return Float.isInfinite(rounded) && gradientNorm < VANISHING ? 0 : rounded;
    }

    /// W ← (W − length G) · factor, in one pass over W.
    static void descendAndScale(Weight weight, Gradient gradient, float length, float factor) {
        switch (gradient) {
            case Gradient.Formed(Tensor tensor) ->
                over(
                        weight,
                        cut -> ActiveKernels.get()
                                .steps()
                                .descendAndScale(cut.of(weight.tensor()), cut.of(tensor), length, factor));
            case Gradient.Product product -> {
                MatrixView rows = weight.tensor().matrix();
                NeuronGradients neurons = NeuronGradients.Combinations.of(product, NO_GRAM);
                float[] factors = new float[NeuronGradients.AT_ONCE];
                Arrays.fill(factors, -length);
                Parallel.forPieces(rows.rows(), Math.max(1, PIECE / Math.max(1, rows.columns())), (from, to) -> {
                    float[] scratch = neurons.scratch();
                    for (int first = from; first < to; first += NeuronGradients.AT_ONCE) {
                        MatrixView some = rows.rowRange(first, Math.min(to, first + NeuronGradients.AT_ONCE));
                        neurons.addTo(some, first, factors, scratch);
                        for (int i = 0; i < some.rows() && factor != 1; i++) {
                            ActiveKernels.get().scale(some.row(i), factor, some.row(i));
                        }
                    }
                });
            }
        }
    }

    /// Zeros in the form of the weights.
    static Weights zeros(Weights weights) {
        return weights.map(tensor -> Tensor.zeros(tensor.shape()));
    }

    /// One zero per tensor, shape `[]`.
    static Weights scalars(Weights weights) {
        return weights.map(tensor -> Tensor.zeros(Shape.of()));
    }
}
