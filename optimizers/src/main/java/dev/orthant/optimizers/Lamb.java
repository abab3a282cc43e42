package dev.orthant.optimizers;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// LAMB: Adam's direction, with a length that is proportional to the norm of the tensor it moves.
///
///     M ← β₁ M + (1 − β₁) G
///     V ← β₂ V + (1 − β₂) G²
///     U = M / (√V + ε) + λ W
///     W ← W − η min(‖W‖, ‖·‖max) / ‖U‖ · U          (W ← W − η U where either norm is 0)
///
/// with the norms of whole tensors, biases included. Source: You et al. 2020, "Large batch optimization for deep
/// learning: training BERT in 76 minutes", algorithm 2, φ(z) = min(z, ‖·‖max). Departure: no bias correction, as in the
/// experiments of Liu, Bernstein, Meister and Yue 2021, which also take β₁ = 0; then M is G and nothing is kept of it.
///
/// Two passes, since the length is known only when all of U is.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 4), 4, 4, 4, 4);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights before = weights.copy();
/// Weights gradient = weights.map(each -> Tensor.of(each.shape(), 1, -10, 100, 3));
/// Lamb rule = new Lamb(0.5);
/// Lamb.State state = rule.start(weights);
/// rule.step(weights, gradient, state, 1);             // ‖step‖ = η ‖w‖ = 4, at first as much for each weight
/// Math.round(1000 * weights.minus(before).norm());    // → 4000
/// Math.round(1000 * w.at(0, 1));                      // → 6000
/// state.mean().count();                               // → 0
/// ```
///
/// @param learningRate η, more than 0
/// @param beta1        β₁, in [0, 1)
/// @param beta2        β₂, in [0, 1)
/// @param epsilon      ε, more than 0
/// @param weightDecay  λ, at least 0
/// @param largestNorm  ‖·‖max, more than 0
/// @since 0.1.0
public record Lamb(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, double largestNorm)
        implements Optimizer<Lamb.State> {
    /// Numbers of U made at a time: a piece that stays in the first-level cache.
    private static final int CHUNK = 1024;

    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Lamb {
        Adam.requireValid("lamb", learningRate, beta1, beta2, epsilon, weightDecay);
        Require.require(largestNorm > 0, "lamb", "largest norm", largestNorm, "be more than 0");
    }

    /// The settings of Liu et al. 2021: β₁ = 0, β₂ = 0.999, ε = 1e-6, no decay, norms up to 10.
    ///
    /// @param learningRate η, more than 0
    public Lamb(double learningRate) {
        this(learningRate, 0, 0.999, 1e-6, 0, 10);
    }

    /// What the rule remembers between steps: one or two numbers per weight.
    ///
    /// @param mean       M, in the form of the weights; the weights of no tensor if β₁ = 0
    /// @param meanSquare V, in the form of the weights
    public record State(Weights mean, Weights meanSquare) {}

    @Override
    public State start(Weights weights) {
        return new State(beta1 == 0 ? Weights.of(List.of()) : Sweep.zeros(weights), Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("lamb", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        float decay = (float) weightDecay;
        if (beta1 > 0) {
            float added = (float) (1 - beta1);
            Sweep.over(weights, cut -> steps.approach(cut.of(state.mean()), cut.of(gradient), added));
        }
        Weights means = beta1 > 0 ? state.mean() : gradient;
        for (Weight weight : weights.all()) {
            Tensor mean = means.get(weight.name());
            Tensor meanSquare = state.meanSquare().get(weight.name());
            double weightNorm = Sweep.norm(weight.tensor());
            double directionNorm = directionNorm(weight.tensor(), gradient.get(weight.name()), mean, meanSquare);
            boolean anyZero = weightNorm == 0 || directionNorm == 0;
            double trust = anyZero ? 1 : Math.min(weightNorm, largestNorm) / directionNorm;
            float length = Sweep.multiplier(learningRate * rateMultiplier * trust, directionNorm);
            Sweep.over(
                    weight,
                    cut -> steps.lambStep(
                            cut.of(weight.tensor()), cut.of(mean), cut.of(meanSquare), length, (float) epsilon, decay));
        }
        return state;
    }

    /// Takes up the gradient's square and measures ‖U‖.
    private double directionNorm(Tensor weights, Tensor gradient, Tensor mean, Tensor meanSquare) {
        Kernels kernels = ActiveKernels.get();
        int size = weights.size();
        List<Double> sums = Parallel.map(Math.ceilDiv(size, Sweep.PIECE), piece -> {
            Span direction = new Span(new float[CHUNK], 0, CHUNK);
            double sum = 0;
            int end = Math.min(size - piece * Sweep.PIECE, Sweep.PIECE) + piece * Sweep.PIECE;
            for (int from = piece * Sweep.PIECE; from < end; from += CHUNK) {
                int length = Math.min(CHUNK, end - from);
                Span out = direction.part(0, length);
                kernels.steps()
                        .lambDirection(
                                weights.span().part(from, length),
                                gradient.span().part(from, length),
                                mean.span().part(from, length),
                                meanSquare.span().part(from, length),
                                (float) beta2,
                                (float) (1 - beta2),
                                (float) epsilon,
                                (float) weightDecay,
                                out);
                sum += kernels.sumOfSquares(out);
            }
            return sum;
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return Math.sqrt(sum);
    }
}
