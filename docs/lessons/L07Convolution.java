import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.optimizers.Adam;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;

/// Lesson 7. A convolution looks at every place of an image with the same few weights. Images are channels last:
/// `[height, width, channels]`, from the file to the last layer.
final class L07Convolution {
    public static void main(String[] arguments) {
        Examples pair = BinaryLabels.pair(Digits.all(), 0, 1);
        Examples images =
                PixelScale.DIGITS.apply(pair).reshaped(Shape.of(8, 8, 1)).first(100);
        Layer layer = Sequential.of(
                Conv2d.of(8, 3, Padding.zero(1)).withVariances(2, 1),
                new Relu(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(2, 1, 1));
        Network network =
                Network.create(layer, images.exampleShape(), new Initialiser.UniformFanIn(), Streams.ofSeed(7));
        System.out.println("an image " + images.exampleShape() + " becomes " + layer.output(images.exampleShape()));
        System.out.println("filters " + network.weights().get("0.weight").shape() + ", in all "
                + network.weights().size() + " weights");
        Adam rule = new Adam(0.01);
        Adam.State state = rule.start(network.weights());
        for (int step = 0; step < 40; step++) {
            Tape tape = new Tape();
            NamedValues weights = NamedValues.variables(tape, network.weights());
            Value scores = layer.forward(tape, weights, tape.constant(images.inputs()));
            Value loss = new CrossEntropy().of(tape, scores, tape.constant(classes(images)));
            Gradients gradients = tape.backward(loss);
            state = rule.step(network.weights(), weights.gradients(network.weights(), gradients), state, 1);
        }
        Tensor scores = network.predict(images.inputs());
        int right = 0;
        for (int i = 0; i < images.size(); i++) {
            right += (scores.at(i, 1) > scores.at(i, 0) ? 1 : 0) == images.label(i) ? 1 : 0;
        }
        System.out.println("zeros and ones told apart: " + right + " of " + images.size());
    }

    private static Tensor classes(Examples examples) {
        float[] numbers = new float[examples.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = examples.label(i);
        }
        return Tensor.wrap(Shape.of(numbers.length, 1), numbers);
    }
}
