package dev.orthant.experiments.implicitbias;

import dev.orthant.layers.Network;
import dev.orthant.layers.Parameterisation;
import dev.orthant.layers.empirical.EmpiricalNtk;
import dev.orthant.layers.empirical.LinearisedNetwork;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.weights.Weights;
import java.util.stream.IntStream;

/// Finite networks that are linear in their weights: their features do not change.
///
///     f_lin(x; w) = f(x; w₀) + J(x) (w − w₀)
///
/// Gradient flow to the end gives `f₀(x) + Θ̂(x, X) Θ̂(X, X)⁻¹ (αy − f₀(X))` with Θ̂ = J Jᵀ, whatever the loss that falls as
/// the residual does. A norm that is held is not: in a model that is linear in its weights it fixes no scale.
final class LinearisedTraining {
    private LinearisedTraining() {}

    /// The network with the gradients of the weights that may move.
    static Network movable(Network network, Held held) {
        int depth = network.weights().count();
        int width = network.weights().all().iterator().next().tensor().shape().axis(0);
        return new Network(held.centring().perceptron(depth, width), network.input(), network.weights());
    }

    /// Gradient flow to the end from the scores at the start.
    ///
    /// @param start of training and test examples, `[train + test, 1]`
    static AblationOutcome flow(Network network, Problem problem, double labelScale, Tensor start) {
        return interpolation(network, problem, labelScale, Matrix.of(start));
    }

    /// Gradient flow to the end from scores of 0: the sign does not depend on α, but the kernel may.
    static AblationOutcome interpolation(Network network, Problem problem, double labelScale) {
        int all = problem.trainSigns().length + problem.testSigns().length;
        return interpolation(network, problem, labelScale, Matrix.zeros(all, 1));
    }

    /// The weights end at w₀ + J(X)ᵀ Θ̂(X, X)⁻¹ (αy − start): one product with J for all test examples, in place of their kernel.
    private static AblationOutcome interpolation(Network network, Problem problem, double labelScale, Matrix start) {
        Matrix tangent = new EmpiricalNtk(network, Parameterisation.STANDARD).of(problem.trainInputs());
        double[] targets = AblationVariant.targets(problem, labelScale);
        int train = targets.length;
        Matrix residual = Matrix.columnOf(targets).minus(start.block(0, train, 0, 1));
        Matrix coefficients = Cholesky.withJitter(tangent).solve(residual);
        LinearisedNetwork linearised = new LinearisedNetwork(network);
        Weights change = linearised.gradient(problem.trainInputs(), column(coefficients.column(0)));
        Matrix moved = Matrix.of(linearised.change(change, problem.allInputs())).plus(start);
        return AblationOutcome.of(
                moved.block(0, train, 0, 1).column(0),
                moved.block(train, moved.rows(), 0, 1).column(0),
                problem,
                labelScale);
    }

    /// The rule's steps on ‖f_lin − αy‖, full batch.
    static AblationOutcome steps(Network network, Problem problem, double labelScale, HeldTraining training) {
        LinearisedNetwork linearised = new LinearisedNetwork(network);
        Weights end = descend(training.rule(), linearised, problem, labelScale, training);
        return AblationOutcome.of(
                linearised.predict(end, problem.trainInputs()),
                linearised.predict(end, problem.testInputs()),
                problem,
                labelScale);
    }

    private static <S> Weights descend(
            Optimizer<S> rule,
            LinearisedNetwork linearised,
            Problem problem,
            double labelScale,
            HeldTraining training) {
        Weights weights = linearised.startingWeights().copy();
        Schedule schedule = new Schedule.Exponential(training.decay());
        S state = rule.start(weights);
        for (int epoch = 0; epoch < training.epochs(); epoch++) {
            Tensor scores = linearised.predict(weights, problem.trainInputs());
            Tensor direction = residualDirection(scores, AblationVariant.targets(problem, labelScale));
            Weights gradient = linearised.gradient(problem.trainInputs(), direction);
            state = rule.step(weights, gradient, state, schedule.multiplier(epoch));
        }
        return weights;
    }

    /// Derivative of ‖f − αy‖ with respect to the scores: the residual at length 1, and 0 where there is none.
    private static Tensor residualDirection(Tensor scores, double... targets) {
        double squares = 0;
        for (int i = 0; i < targets.length; i++) {
            squares += Math.pow(scores.at(i, 0) - targets[i], 2);
        }
        double length = squares == 0 ? 1 : Math.sqrt(squares);
        return column(IntStream.range(0, targets.length)
                .mapToDouble(i -> (scores.at(i, 0) - targets[i]) / length)
                .toArray());
    }

    private static Tensor column(double... numbers) {
        float[] copy = new float[numbers.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (float) numbers[i];
        }
        return Tensor.wrap(Shape.of(copy.length, 1), copy);
    }
}
