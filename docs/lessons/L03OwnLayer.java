import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.MultiplyRow;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.WeightSpec;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import java.util.List;

/// Lesson 3. A layer is a record with four answers: which weights it needs, what shape comes out, what it computes, and
/// what becomes of it when it is infinitely wide. "I do not know" is a good answer to the last one, if it says why.
final class L03OwnLayer {
    /// Every feature has a volume knob of its own: y = x ∘ g.
    record Volume() implements Layer {
        @Override
        public List<WeightSpec> weights(Shape input) {
            return List.of(new WeightSpec("knob", Role.GAIN, input, 1, 1));
        }

        @Override
        public Shape output(Shape input) {
            return input;
        }

        @Override
        public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
            return evaluator.apply(new MultiplyRow(), input, weights.get("knob"));
        }

        @Override
        public KernelBlock kernel(KernelBlock input) {
            throw new NoClosedForm("kernel of the volume knobs: nobody has derived it in this lesson");
        }
    }

    public static void main(String[] arguments) {
        Layer layer = Sequential.of(new Volume(), new Linear(2, 1, 0));
        Network network = Network.create(layer, Shape.of(3), new Initialiser.Prior(), Streams.ofSeed(3));
        network.weights()
                .all()
                .forEach(weight ->
                        System.out.println(weight.name() + " " + weight.tensor().shape()));

        // Weights are live: turn all knobs to zero, and nothing is heard any more.
        float[] knobs = network.weights().get("0.knob").span().array();
        java.util.Arrays.fill(knobs, 0);
        System.out.println("silence: " + network.predict(Tensor.of(Shape.of(3), 1, 2, 3)));
        try {
            network.kernel(Tensor.of(Shape.of(1, 3), 1, 2, 3));
        } catch (NoClosedForm reason) {
            System.out.println(reason.getMessage());
        }
    }
}
