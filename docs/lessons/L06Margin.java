import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.ResidualNorm;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.NeuronNormalised;
import dev.orthant.optimizers.constraint.BalancedNeurons;
import dev.orthant.optimizers.margin.MarginControl;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;

/// Lesson 6. A score says little as long as the weights may grow: double the last layer and every score doubles. Nero
/// keeps every neuron at mean 0 and norm 1, so a score is a margin, and you choose how large it shall be.
final class L06Margin {
    public static void main(String[] arguments) {
        Examples digits = UnitSphere.apply(PixelScale.DIGITS.apply(BinaryLabels.pair(Digits.all(), 0, 1)))
                .first(40);
        int[] labels = BinaryLabels.signs(digits);
        for (double wanted : new double[] {0.1, 0.5, 1}) {
            Layer layer = Sequential.multilayerPerceptron(3, 64, 1);
            Network network = Network.create(layer, Shape.of(64), new Initialiser.UniformFanIn(), Streams.ofSeed(6));
            var margin = new MarginControl(new BalancedNeurons(), wanted);
            var nero = margin.around(new NeuronNormalised(0.01, 0.999));
            var state = nero.start(network.weights());
            Tensor targets = margin.targets(labels);
            for (int step = 0; step < 200; step++) {
                Tape tape = new Tape();
                NamedValues weights = NamedValues.variables(tape, network.weights());
                Value scores = layer.forward(tape, weights, tape.constant(digits.inputs()));
                Gradients gradients = tape.backward(new ResidualNorm().of(tape, scores, tape.constant(targets)));
                double cooling = 1 - step / 200.0;
                state = nero.step(network.weights(), weights.gradients(network.weights(), gradients), state, cooling);
            }
            Tensor scores = network.predict(digits.inputs());
            double mean = 0;
            for (int i = 0; i < labels.length; i++) {
                mean += labels[i] * scores.at(i, 0) / labels.length;
            }
            Tensor neuron = network.weights().get("0.weight").rows(0, 1);
            double norm = 0;
            for (float weight : neuron.toArray()) {
                norm += weight * weight;
            }
            System.out.printf(
                    "margin %.1f asked for, %.1f reached, norm of a neuron %.3f%n", wanted, mean, Math.sqrt(norm));
        }
    }
}
