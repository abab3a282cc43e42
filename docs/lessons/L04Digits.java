import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.datasets.Batches;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.nets.Mlp;
import dev.orthant.optimizers.Adam;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;

/// Lesson 4. Training is a loop that you write yourself: record a pass, walk back, let a rule move the weights.
///
/// The 1,797 digits in the jar are small (8 x 8 pixels), but the split is honest: the test digits are by other hands.
final class L04Digits {
    public static void main(String[] arguments) {
        Split split = Digits.all().cut(Digits.TRAIN_COUNT);
        Examples train = PixelScale.DIGITS.apply(split.train());
        Examples test = PixelScale.DIGITS.apply(split.test());
        Layer layer = Mlp.of(10, 64);
        Network network = Network.create(layer, Shape.of(64), new Initialiser.UniformFanIn(), Streams.ofSeed(4));
        Adam rule = new Adam(0.003);
        Adam.State state = rule.start(network.weights());
        Batches batches = new Batches(train.size(), 64, Streams.ofSeed(4).named("batches"));
        for (int epoch = 0; epoch < 6; epoch++) {
            for (int[] batch : batches.epoch(epoch)) {
                Examples now = train.take(batch);
                Tape tape = new Tape();
                NamedValues weights = NamedValues.variables(tape, network.weights());
                Value scores = layer.forward(tape, weights, tape.constant(now.inputs()));
                Value loss = new CrossEntropy().of(tape, scores, tape.constant(classes(now)));
                Gradients gradients = tape.backward(loss);
                state = rule.step(network.weights(), weights.gradients(network.weights(), gradients), state, 1);
            }
        }
        System.out.println("digits seen in training: " + percentRight(network, train));
        System.out.println("digits by other hands:   " + percentRight(network, test));
    }

    /// The class of each example as a number, which is what this loss wants.
    private static Tensor classes(Examples examples) {
        float[] numbers = new float[examples.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = examples.label(i);
        }
        return Tensor.wrap(Shape.of(numbers.length, 1), numbers);
    }

    /// To the nearest five per cent: another processor may round a sum otherwise, and one digit more or less is right.
    private static String percentRight(Network network, Examples examples) {
        Tensor scores = network.predict(examples.inputs());
        int right = 0;
        for (int i = 0; i < examples.size(); i++) {
            int best = 0;
            for (int k = 1; k < 10; k++) {
                best = scores.at(i, k) > scores.at(i, best) ? k : best;
            }
            right += best == examples.label(i) ? 1 : 0;
        }
        return "about " + 5 * Math.round(20.0 * right / examples.size()) + " % right";
    }
}
