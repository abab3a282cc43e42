package dev.orthant.experiments.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tour of the README, run, and held against the README's text.
class ReadmeTourTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path THIS = Path.of("src/test/java/dev/orthant/experiments/tour/ReadmeTourTest.java");

    @Test
    void theTourRunsAndTheMarginIsControlled() {
        // tour
        Examples digits = UnitSphere.apply(PixelScale.DIGITS.apply(BinaryLabels.pair(Digits.all(), 0, 1)))
                .first(50);
        Layer layer = Sequential.multilayerPerceptron(3, 64, 1);
        Network network = Network.create(layer, Shape.of(64), new Initialiser.UniformFanIn(), Streams.ofSeed(0));
        var margin = new MarginControl(new BalancedNeurons(), 1.0);
        var nero = margin.around(new NeuronNormalised(0.01, 0.999));
        var state = nero.start(network.weights());
        Tensor targets = margin.targets(BinaryLabels.signs(digits));
        for (int step = 0; step < 200; step++) {
            Tape tape = new Tape();
            NamedValues weights = NamedValues.variables(tape, network.weights());
            Value scores = layer.forward(tape, weights, tape.constant(digits.inputs()));
            Gradients gradients = tape.backward(new ResidualNorm().of(tape, scores, tape.constant(targets)));
            state = nero.step(network.weights(), weights.gradients(network.weights(), gradients), state, 1);
        }
        Tensor scores = network.predict(digits.inputs()); // close to ±1 on all 50 digits
        Matrix infinitelyWide = network.kernel(digits.inputs()).nngp(); // the same layers at infinite width
        // tour

        for (int i = 0; i < 50; i++) {
            // Steps of constant length 0.01 leave a residual of that order; 0.5 only asks for the right side, and half
            // way.
            assertEquals(targets.at(i, 0), scores.at(i, 0), 0.5, "digit " + i);
        }
        assertEquals(200, state.steps());
        assertEquals(1, infinitelyWide.at(0, 0), 1e-6); // inputs lie on the sphere up to float32 rounding
    }

    @Test
    void theReadmeShowsTheLinesThatRan() throws IOException {
        String source = Files.readString(THIS, StandardCharsets.UTF_8);
        List<String> parts = List.of(source.split("// tour\n", -1));
        String tour = parts.get(1).stripIndent().strip();
        String readme = Files.readString(README, StandardCharsets.UTF_8);
        assertTrue(readme.contains("```java\n" + tour + "\n```"), () -> "the README's tour must be:\n" + tour);
    }
}
