package com.example.spirals;

import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.SafeTensors;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// What the rest of an application sees: points in, arms out. Any number of threads may ask at once.
record Classifier(Network network) {
    private static final Layer LAYER = Sequential.of(
            new Linear(64, 1, 1), new Relu(), new Linear(64, 1, 1), new Relu(), new Linear(Spirals.ARMS, 1, 1));
    private static final Shape POINT = Shape.of(2);

    /// One that has learned nothing yet.
    static Classifier fresh(Streams streams) {
        return new Classifier(Network.create(LAYER, POINT, new Initialiser.UniformFanIn(), streams));
    }

    static Classifier load(Path file) throws IOException {
        return new Classifier(Network.ofState(LAYER, POINT, SafeTensors.read(file)));
    }

    void save(Path file) throws IOException {
        SafeTensors.write(file, network.weights().state(), Map.of("task", "spirals"));
    }

    /// @param points `[points, 2]`
    /// @return the most likely arm of each
    int[] arms(Tensor points) {
        Tensor scores = network.predict(points);
        int[] arms = new int[scores.shape().axis(0)];
        for (int i = 0; i < arms.length; i++) {
            for (int arm = 1; arm < Spirals.ARMS; arm++) {
                arms[i] = scores.at(i, arm) > scores.at(i, arms[i]) ? arm : arms[i];
            }
        }
        return arms;
    }
}
