import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.MeanSquaredError;
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
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Fromage;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.SignSgd;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lesson 5. Five rules, one network, the same first weights: what forty steps make of each.
///
/// A rule is a record of its settings, and what it remembers is a value that you hold. So a comparison is a loop.
final class L05Optimizers {
    public static void main(String[] arguments) {
        Map<String, Optimizer<?>> rules = new LinkedHashMap<>();
        rules.put("gradient descent", new Sgd(0.003, 0));
        rules.put("with momentum", new Sgd(0.003, 0.9));
        rules.put("Adam", new Adam(0.01));
        rules.put("sign descent", new SignSgd(0.001));
        rules.put("Fromage", new Fromage(0.01));
        rules.forEach((name, rule) -> System.out.printf("%-16s %.1f%n", name, train(rule)));
    }

    /// Zeros against ones, 60 images; the loss at the end, where 1.0 is what a network that knows nothing has.
    private static <S> double train(Optimizer<S> rule) {
        Examples digits = UnitSphere.apply(PixelScale.DIGITS.apply(BinaryLabels.pair(Digits.all(), 0, 1)))
                .first(60);
        Tensor inputs = digits.inputs();
        int[] signs = BinaryLabels.signs(digits);
        float[] numbers = new float[signs.length];
        for (int i = 0; i < signs.length; i++) {
            numbers[i] = signs[i];
        }
        Tensor targets = Tensor.wrap(Shape.of(signs.length, 1), numbers);
        Layer layer = Sequential.multilayerPerceptron(3, 32, 1);
        Network network = Network.create(layer, Shape.of(64), new Initialiser.Prior(), Streams.ofSeed(5));
        S state = rule.start(network.weights());
        double last = 0;
        for (int step = 0; step < 40; step++) {
            Tape tape = new Tape();
            NamedValues weights = NamedValues.variables(tape, network.weights());
            Value scores = layer.forward(tape, weights, tape.constant(inputs));
            Value loss = new MeanSquaredError().of(tape, scores, tape.constant(targets));
            Gradients gradients = tape.backward(loss);
            state = rule.step(network.weights(), weights.gradients(network.weights(), gradients), state, 1);
            last = loss.tensor().item();
        }
        return last;
    }
}
