package dev.orthant.optimizers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Gradient;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// Automatic gradient descent: the step size follows from the architecture and the gradient; there is none to choose.
///
///     s_l = √(d_l / d_{l−1})
///     G = (1/L) Σ_l s_l ‖G_l‖_F
///     η = log( (1 + √(1 + 4 G)) / 2 )
///     W_l ← W_l − γ (η / L) s_l G_l / ‖G_l‖_F
///
/// for the L matrices of the network, W_l of shape `[d_l, d_{l−1}]`. A convolution `[out, in, height, width]` is height ·
/// width matrices, each with its own norm in the step; s is divided by √(height · width), and G takes the sum of the
/// norms. Source: Bernstein, Mingard, Huang, Azizan and Yue 2023, "Automatic gradient descent: deep learning without
/// hyperparameters", algorithm 1. A matrix whose gradient is 0 does not move.
///
/// The theory wants weights whose singular values are all s_l: [#initialise].
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.zeros(Shape.of(4, 1)))));
/// Agd.initialise(weights, Streams.ofSeed(0));
/// Math.round(1000 * weights.norm());          // → 2000
/// Agd rule = new Agd();
/// Weights gradient = weights.times(0.5f);     // its norm is 1, so that G = √(4 / 1) · 1 = 2
/// Agd.State state = rule.step(weights, gradient, rule.start(weights), 1);
/// state.stepSize();                           // → 0.69314…
/// ```
///
/// @param gain γ, more than 0; 1 in the paper
/// @since 0.1.0
public record Agd(double gain) implements Optimizer<Agd.State> {
    /// Checks the gain.
    ///
    /// @throws IllegalArgumentException if it is not more than 0
    public Agd {
        Require.positive("agd", "gain", gain);
    }

    /// The paper's rule, γ = 1.
    public Agd() {
        this(1);
    }

    /// What the rule remembers between steps, to be looked at: no step depends on it.
    ///
    /// @param steps    taken so far
    /// @param stepSize η of the last step; 0 before the first
    public record State(long steps, double stepSize) {}

    /// Replaces the weights by semi-orthogonal ones, as the rule's theory begins.
    ///
    ///     W = s Q,   Q uniformly distributed over the matrices with orthonormal rows or columns
    ///
    /// The paper's text has fan-in and fan-out exchanged in s once; this is the form of its algorithm.
    ///
    /// @param weights replaced in place
    /// @param streams matrices take children by the names of their weights
    /// @throws IllegalArgumentException if a tensor is neither a matrix nor a convolution
    public static void initialise(Weights weights, Streams streams) {
        for (Weight weight : weights.all()) {
            Tensor tensor = weight.tensor();
            int positions = positions(weight);
            double scale = scale(tensor.shape(), positions);
            for (int position = 0; position < positions; position++) {
                Streams stream = streams.named(weight.name()).indexed(position);
                float[] slice = SemiOrthogonal.draw(
                        tensor.shape().axis(0), tensor.shape().axis(1), stream);
                for (int i = 0; i < slice.length; i++) {
                    tensor.span().array()[tensor.span().from() + i * positions + position] = (float) (scale * slice[i]);
                }
            }
        }
    }

    /// @throws IllegalArgumentException if a tensor is neither a matrix nor a convolution
    @Override
    public State start(Weights weights) {
        weights.all().forEach(Agd::positions);
        return new State(0, 0);
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        return step(weights, WeightGradients.formed(weights, gradient), state, rateMultiplier);
    }

    @Override
    public boolean takesProducts() {
        return true;
    }

    @Override
    public State step(Weights weights, WeightGradients gradients, State state, double rateMultiplier) {
        int layers = weights.count();
        List<double[]> norms = new ArrayList<>();
        double summary = 0;
        for (Weight weight : weights.all()) {
            int positions = positions(weight);
            double[] ofSlices = norms(gradients.get(weight.name()), positions);
            norms.add(ofSlices);
            for (double norm : ofSlices) {
                summary += scale(weight.tensor().shape(), positions) * norm / layers;
            }
        }
        double stepSize = stepSize(summary);
        int index = 0;
        for (Weight weight : weights.all()) {
            double[] ofSlices = norms.get(index++);
            double length = gain
                    * rateMultiplier
                    * stepSize
                    / layers
                    * scale(weight.tensor().shape(), ofSlices.length);
            move(weight, gradients.get(weight.name()), length, ofSlices);
        }
        return new State(state.steps() + 1, stepSize);
    }

    /// η of a gradient summary G: the solution of (e^η − 1) e^η = G.
    static double stepSize(double summary) {
        return Math.log((1 + Math.sqrt(1 + 4 * summary)) / 2);
    }

    private static double[] norms(Gradient gradient, int positions) {
        return positions == 1 ? new double[] {Sweep.norm(gradient)} : MatrixSlices.norms(gradient.formed(), positions);
    }

    private static void move(Weight weight, Gradient gradient, double length, double[] norms) {
        if (norms.length > 1) {
            MatrixSlices.descend(weight.tensor(), gradient.formed(), length, norms);
        } else if (norms[0] != 0) {
            Sweep.descendAndScale(weight, gradient, Sweep.multiplier(length / norms[0], norms[0]), 1);
        }
    }

    private static double scale(Shape shape, int positions) {
        return Math.sqrt((double) shape.axis(0) / shape.axis(1) / positions);
    }

    /// Matrices in a tensor: 1, or the height · width of a convolution.
    private static int positions(Weight weight) {
        Shape shape = weight.tensor().shape();
        boolean matrix = weight.role() == Role.MATRIX && (shape.rank() == 2 || shape.rank() == 4);
        if (!matrix || shape.size() == 0) {
            throw new IllegalArgumentException("agd: " + weight.name() + " is a " + weight.role() + " of shape " + shape
                    + "; only matrices and convolutions have a step, so build the network without biases");
        }
        return shape.rank() == 2 ? 1 : shape.axis(2) * shape.axis(3);
    }
}
