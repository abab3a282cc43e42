package dev.orthant.experiments.classification;

import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Fully connected networks as the papers build them.
public final class Perceptrons {
    private Perceptrons() {}

    /// A fully connected layer with a bias.
    public static Layer withBias(int width) {
        return new Linear(width, 1, 1);
    }

    /// `hidden` layers of `width` neurons, each followed by an activation, and a last layer: `hidden + 1` matrices.
    ///
    /// @param hidden     at least 0
    /// @param linear     a layer of so many neurons: [#withBias] or [Linear#of]
    /// @param activation after every layer but the last
    public static Sequential of(int hidden, int width, int outputs, IntFunction<Layer> linear, Layer activation) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < hidden; i++) {
            layers.add(linear.apply(width));
            layers.add(activation);
        }
        layers.add(linear.apply(outputs));
        return new Sequential(layers);
    }
}
