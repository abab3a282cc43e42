package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// Stochastic gradient descent with momentum.
///
///     D ← G + λ W
///     V ← μ V + (1 − τ) D          (the first V is D)
///     W ← W − η V                  heavy ball
///     W ← W − η (D + μ V)          Nesterov
///
/// Source: Polyak 1964, "Some methods of speeding up the convergence of iteration methods"; Sutskever, Martens, Dahl and
/// Hinton 2013, "On the importance of initialization and momentum in deep learning", equations 1 to 4. This is
/// PyTorch's form: η multiplies the whole velocity, and the first velocity is not dampened.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.filled(each.shape(), 1));
/// Sgd rule = new Sgd(1, 0.5);
/// Sgd.State state = rule.start(weights);
/// for (int step = 0; step < 3; step++) {
///     state = rule.step(weights, gradient, state, 1);     // steps of 1, 1½, 1¾: towards 1 / (1 − μ)
/// }
/// w.item();                                               // → 5.75
/// state.velocity().get("w").item();                       // → 1.75
/// ```
///
/// @param learningRate η, more than 0
/// @param momentum     μ, in [0, 1); 0 keeps no velocity
/// @param dampening    τ, in [0, 1]; 0 with Nesterov's momentum
/// @param weightDecay  λ, at least 0
/// @param nesterov     whether to step from where the velocity leads; needs momentum
/// @since 0.1.0
public record Sgd(double learningRate, double momentum, double dampening, double weightDecay, boolean nesterov)
        implements Optimizer<Sgd.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Sgd {
        Require.positive("sgd", "learning rate", learningRate);
        Require.decay("sgd", "momentum", momentum);
        Require.require(dampening >= 0 && dampening <= 1, "sgd", "dampening", dampening, "lie in [0, 1]");
        Require.notNegative("sgd", "weight decay", weightDecay);
        Require.require(
                !nesterov || (momentum > 0 && dampening == 0),
                "sgd",
                "momentum and dampening with nesterov",
                List.of(momentum, dampening),
                "be more than 0 and 0");
    }

    /// Heavy ball without dampening or decay; plain gradient descent without momentum.
    ///
    /// @param learningRate η, more than 0
    /// @param momentum     μ, in [0, 1)
    public Sgd(double learningRate, double momentum) {
        this(learningRate, momentum, 0, 0, false);
    }

    /// What the rule remembers between steps: one number per weight, none without momentum.
    ///
    /// @param steps    taken so far
    /// @param velocity V, in the form of the weights; the weights of no tensor without momentum
    public record State(long steps, Weights velocity) {}

    @Override
    public State start(Weights weights) {
        return new State(0, momentum == 0 ? Weights.of(List.of()) : Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("sgd", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        float rate = (float) (learningRate * rateMultiplier);
        float kept = (float) momentum;
        float added = state.steps() == 0 ? 1 : (float) (1 - dampening);
        float decay = (float) weightDecay;
        Sweep.over(weights, cut -> {
            if (momentum == 0) {
                steps.descend(cut.of(weights), cut.of(gradient), rate, decay);
            } else if (nesterov) {
                steps.nesterov(
                        cut.of(weights), cut.of(gradient), cut.of(state.velocity()), kept, added, kept, rate, decay);
            } else {
                steps.heavyBall(cut.of(weights), cut.of(gradient), cut.of(state.velocity()), kept, added, rate, decay);
            }
        });
        return new State(state.steps() + 1, state.velocity());
    }

    /// Where nothing is remembered: a velocity is a sum of gradients and has all entries.
    @Override
    public boolean takesProducts() {
        return momentum == 0 && weightDecay == 0;
    }

    @Override
    public State step(Weights weights, WeightGradients gradients, State state, double rateMultiplier) {
        if (!takesProducts()) {
            return step(weights, gradients.formed(), state, rateMultiplier);
        }
        float rate = (float) (learningRate * rateMultiplier);
        for (Weight weight : weights.all()) {
            Sweep.descendAndScale(weight, gradients.get(weight.name()), rate, 1);
        }
        return new State(state.steps() + 1, state.velocity());
    }
}
