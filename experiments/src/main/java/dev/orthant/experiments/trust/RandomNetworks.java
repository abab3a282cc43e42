package dev.orthant.experiments.trust;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.experiments.classification.Look;
import dev.orthant.experiments.classification.Task;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.constraint.SpectralNorm;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import java.util.ArrayList;
import java.util.List;

/// Random perceptrons whose layers all move by the fraction η, in random directions and along the gradient, against the bound
///
///     ‖Δf(x)‖ ≤ √2^(L−1) ‖x‖ ∏ ‖W_l‖_* ( ∏ (1 + ‖ΔW_l‖_* / ‖W_l‖_*) − 1 )
///
/// which holds for every perturbation, with ‖·‖_* the largest singular value; √2 is the slope of the activation.
final class RandomNetworks {
    private RandomNetworks() {}

    /// One perturbation of one network.
    ///
    /// @param layers      L
    /// @param aligned     whether along the gradient of the cross entropy, or in a random direction
    /// @param eta         η
    /// @param change      mean of ‖Δf‖ / ‖f‖ over the inputs
    /// @param shareOfBound largest ‖Δf‖ over its bound, over the inputs
    record Measurement(int layers, boolean aligned, double eta, double change, double shareOfBound) {}

    /// All measurements of one random network.
    static List<Measurement> measure(Task task, int layers, int width, List<Double> etas, Streams streams) {
        Network network = Network.create(
                Sequential.multilayerPerceptron(layers, width, task.classes()),
                task.input(),
                new Initialiser.Prior(),
                streams.named("weights"));
        Tensor inputs = task.train().inputs();
        Look look = Look.at(network, new SoftCrossEntropy(), inputs, Task.oneHot(task.train(), 1));
        Perturbation descent = Perturbation.along(network, look.gradient().times(-1));
        Perturbation random = Perturbation.random(network, streams.named("direction"));
        List<Measurement> measurements = new ArrayList<>();
        measurements.addAll(measure(network, look.scores(), inputs, random, false, layers, etas));
        measurements.addAll(measure(network, look.scores(), inputs, descent, true, layers, etas));
        return measurements;
    }

    private static List<Measurement> measure(
            Network network,
            Tensor before,
            Tensor inputs,
            Perturbation perturbation,
            boolean aligned,
            int layers,
            List<Double> etas) {
        double product = Math.pow(2, (layers - 1) / 2.0);
        List<Double> ratios = new ArrayList<>();
        for (Weight weight : network.weights().all()) {
            double own = SpectralNorm.of(weight.tensor().matrix());
            product *= own;
            ratios.add(SpectralNorm.of(perturbation.unit().get(weight.name()).matrix()) / own);
        }
        List<Measurement> measurements = new ArrayList<>();
        for (double eta : etas) {
            Tensor after = perturbation.moved(eta).predict(inputs);
            double growth =
                    ratios.stream().mapToDouble(ratio -> 1 + eta * ratio).reduce(1, (a, b) -> a * b) - 1;
            measurements.add(new Measurement(
                    layers,
                    aligned,
                    eta,
                    Perturbation.change(before, after),
                    shareOfBound(before, after, inputs, product * growth)));
        }
        return measurements;
    }

    private static double shareOfBound(Tensor before, Tensor after, Tensor inputs, double perUnitInput) {
        MatrixView f = before.matrix();
        MatrixView g = after.matrix();
        MatrixView x = inputs.matrix();
        double largest = 0;
        for (int row = 0; row < f.rows(); row++) {
            largest = Math.max(
                    largest, Perturbation.rowDistance(f, g, row) / (perUnitInput * Perturbation.rowNorm(x, row)));
        }
        return largest;
    }
}
