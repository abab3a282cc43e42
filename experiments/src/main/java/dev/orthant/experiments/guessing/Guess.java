package dev.orthant.experiments.guessing;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.op.MatMul;
import dev.orthant.autograd.op.MatMulTransposedLeft;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// Ways to guess the direction of a gradient without the loss. Backpropagation gives
///
///     ∂loss/∂Wₗ = Δₗᵀ Hₗ₋₁,   Δₗ₋₁ = (Δₗ Wₗ) ∘ 1[Hₗ₋₁ > 0]          Hₗ₋₁: what matrix l is given, Δ_L: the output's error
///
/// All guesses but the first put a random Δ in the place of the true one, every row of the batch its own, and so lie in the
/// span of the features. Source: Singhal, Cheung, Chandra, Ragan-Kelley, Tenenbaum, Poggio and Yu 2023, "How to guess a
/// gradient"; the paper's text was not at hand, the forms are reconstructed from its abstract and summaries.
enum Guess {
    /// Vₗ ~ N(0, 1): knows nothing.
    WEIGHTS("weights") {
        @Override
        Weights direction(Features features, Streams streams) {
            List<Weight> matrices = new ArrayList<>();
            for (Weight matrix : features.matrices()) {
                Tensor noise =
                        streams.named(matrix.name()).gaussian(matrix.tensor().shape());
                matrices.add(new Weight(matrix.name(), matrix.role(), noise));
            }
            return Weights.of(matrices);
        }
    },
    /// Δₗ ~ N(0, 1): knows what each matrix is given.
    ACTIVATIONS("activations") {
        @Override
        Tensor error(Features features, int layer, List<Tensor> later, Streams streams) {
            return noise(features, layer, streams);
        }
    },
    /// Δₗ = R Hₗ ∘ 1[Hₗ > 0], R ~ N(0, 1) `[batch, batch]`: knows also that matrices that were trained, and with them the
    /// errors that come back through them, lie near the span of the features.
    MIXED("mixed activations") {
        @Override
        Tensor error(Features features, int layer, List<Tensor> later, Streams streams) {
            if (later.isEmpty()) {
                return noise(features, layer, streams);
            }
            Tensor active = features.inputs().get(layer + 1);
            int batch = active.shape().axis(0);
            return masked(product(streams.gaussian(Shape.of(batch, batch)), active), active);
        }
    },
    /// Δₗ = (E Wₗ₊₁) ∘ 1[Hₗ > 0], E ~ N(0, 1): knows also the next matrix.
    ONE_STEP("one step of transposes") {
        @Override
        Tensor error(Features features, int layer, List<Tensor> later, Streams streams) {
            return later.isEmpty()
                    ? noise(features, layer, streams)
                    : back(features, layer, noise(features, layer + 1, streams));
        }
    },
    /// Δ_L ~ N(0, 1), the others by backpropagation: knows all but the error of the output.
    TRANSPOSES("all transposes") {
        @Override
        Tensor error(Features features, int layer, List<Tensor> later, Streams streams) {
            return later.isEmpty() ? noise(features, layer, streams) : back(features, layer, later.getLast());
        }
    };

    private final String words;

    Guess(String words) {
        this.words = words;
    }

    /// What reports call it.
    String words() {
        return words;
    }

    /// A guess, of any length, in the form of the weights.
    Weights direction(Features features, Streams streams) {
        List<Tensor> later = new ArrayList<>();
        List<Weight> matrices = new ArrayList<>();
        Eager eager = new Eager();
        for (int layer = features.matrices().size() - 1; layer >= 0; layer--) {
            later.add(error(features, layer, later, streams.indexed(layer)));
            Weight matrix = features.matrices().get(layer);
            Tensor guess = eager.apply(
                            new MatMulTransposedLeft(),
                            eager.constant(later.getLast()),
                            eager.constant(features.inputs().get(layer)))
                    .tensor();
            matrices.addFirst(new Weight(matrix.name(), matrix.role(), guess));
        }
        return Weights.of(matrices);
    }

    /// Δ of a layer.
    ///
    /// @param layer   index of the matrix, from 0
    /// @param later   the Δ of the layers after it, the output's first
    /// @param streams of this layer
    Tensor error(Features features, int layer, List<Tensor> later, Streams streams) {
        throw new UnsupportedOperationException(this + " is not guessed layer by layer");
    }

    /// `[batch, fanOut]` of a matrix.
    private static Tensor noise(Features features, int layer, Streams streams) {
        int batch = features.inputs().get(layer).shape().axis(0);
        return streams.gaussian(
                Shape.of(batch, features.matrices().get(layer).tensor().shape().axis(0)));
    }

    /// (Δ W) ∘ mask: one step of backpropagation into a layer.
    private static Tensor back(Features features, int layer, Tensor error) {
        Tensor matrix = features.matrices().get(layer + 1).tensor();
        return masked(product(error, matrix), features.inputs().get(layer + 1));
    }

    private static Tensor product(Tensor left, Tensor right) {
        Eager eager = new Eager();
        return eager.apply(new MatMul(), eager.constant(left), eager.constant(right))
                .tensor();
    }

    /// Clears what belongs to rectifiers that were off. Changes and returns its first argument.
    private static Tensor masked(Tensor error, Tensor active) {
        Span numbers = error.span();
        Span features = active.span();
        for (int i = 0; i < numbers.length(); i++) {
            if (features.array()[features.from() + i] <= 0) {
                numbers.array()[numbers.from() + i] = 0;
            }
        }
        return error;
    }
}
