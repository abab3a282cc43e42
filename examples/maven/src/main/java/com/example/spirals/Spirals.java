package com.example.spirals;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;

/// Points on the arms of a spiral: a class per arm, and no straight line between them.
final class Spirals {
    static final int ARMS = 3;

    private static final double RADIANS = 3; // that an arm winds
    private static final double NOISE = 0.1; // standard deviation of the angle

    private Spirals() {}

    /// @param count   of all arms together
    /// @param streams the same give the same points
    static Examples points(String name, int count, Streams streams) {
        float[] radius = streams.named("radius").uniform(Shape.of(count)).toArray();
        float[] noise = streams.named("noise").gaussian(Shape.of(count)).toArray();
        float[] points = new float[2 * count];
        int[] arms = new int[count];
        for (int i = 0; i < count; i++) {
            arms[i] = i % ARMS;
            double angle = 2 * Math.PI * arms[i] / ARMS + RADIANS * radius[i] + NOISE * noise[i];
            points[2 * i] = (float) (radius[i] * Math.cos(angle));
            points[2 * i + 1] = (float) (radius[i] * Math.sin(angle));
        }
        return Examples.of(name, Tensor.of(Shape.of(count, 2), points), arms, ARMS);
    }
}
