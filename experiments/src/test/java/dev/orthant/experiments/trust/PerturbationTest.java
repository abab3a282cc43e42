package dev.orthant.experiments.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import org.junit.jupiter.api.Test;

class PerturbationTest {
    private static Network network() {
        return Network.create(
                Sequential.multilayerPerceptron(3, 7, 4), Shape.of(5), new Initialiser.Prior(), Streams.ofSeed(1));
    }

    @Test
    void everyLayerMovesByTheFractionOfItsNorm() {
        Network network = network();
        Network moved = Perturbation.random(network, Streams.ofSeed(2)).moved(0.01);
        Weights difference = moved.weights().minus(network.weights());
        for (Weight weight : difference.all()) {
            double ratio = Perturbation.norm(weight.tensor())
                    / Perturbation.norm(network.weights().get(weight.name()));
            assertEquals(0.01, ratio, 1e-6, weight.name()); // rounding of W + ΔW, 2^-24 of W
        }
    }

    /// Along the weights themselves: f is homogeneous of degree L, so its relative change is exactly (1 + η)^L − 1.
    @Test
    void alongTheWeightsTheChangeIsTheTrust() {
        Network network = network();
        Tensor inputs = Streams.ofSeed(3).gaussian(Shape.of(6, 5));
        Network moved = Perturbation.along(network, network.weights()).moved(0.1);
        double change = Perturbation.change(network.predict(inputs), moved.predict(inputs));
        assertEquals(Perturbation.trust(0.1, 3), change, 1e-5); // float32 through three layers
    }
}
