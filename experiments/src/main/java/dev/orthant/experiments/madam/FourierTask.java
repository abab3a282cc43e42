package dev.orthant.experiments.madam;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;

/// A generated colour picture as a regression problem: from the Fourier features of a place to the colour there.
///
///     φ(x) = [sin(2π B x), cos(2π B x)],   B ~ scale · N(0, 1), [features, 2],   x in [0, 1)²
///
/// Source: Tancik et al. 2020, "Fourier features let networks learn high frequency functions in low dimensional domains". The
/// places to learn from are those of even row and column; the picture is judged on all.
///
/// @param size       rows and columns of the picture
/// @param learned    features of the places to learn from, `[size² / 4, 2 features]`
/// @param colours    there, `[size² / 4, 3]`, each in [0, 1]
/// @param places     features of all places, row by row, `[size², 2 features]`
/// @param picture    all colours, `[size², 3]`
record FourierTask(int size, Tensor learned, Tensor colours, Tensor places, Tensor picture) {
    static FourierTask generate(int size, int features, double scale, Streams streams) {
        float[] frequencies =
                streams.named("frequencies").gaussian(Shape.of(features, 2)).toArray();
        int half = size / 2;
        float[] learned = new float[half * half * 2 * features];
        float[] colours = new float[half * half * 3];
        float[] places = new float[size * size * 2 * features];
        float[] picture = new float[size * size * 3];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int place = row * size + column;
                double x = (double) column / size;
                double y = (double) row / size;
                features(frequencies, scale, x, y, places, place * 2 * features);
                colour(x, y, picture, place * 3);
                if (row % 2 == 0 && column % 2 == 0) {
                    int index = row / 2 * half + column / 2;
                    System.arraycopy(places, place * 2 * features, learned, index * 2 * features, 2 * features);
                    System.arraycopy(picture, place * 3, colours, index * 3, 3);
                }
            }
        }
        return new FourierTask(
                size,
                Tensor.wrap(Shape.of(half * half, 2 * features), learned),
                Tensor.wrap(Shape.of(half * half, 3), colours),
                Tensor.wrap(Shape.of(size * size, 2 * features), places),
                Tensor.wrap(Shape.of(size * size, 3), picture));
    }

    private static void features(float[] frequencies, double scale, double x, double y, float[] out, int from) {
        int count = frequencies.length / 2;
        for (int k = 0; k < count; k++) {
            double phase = 2 * Math.PI * scale * (frequencies[2 * k] * x + frequencies[2 * k + 1] * y);
            out[from + k] = (float) Math.sin(phase);
            out[from + count + k] = (float) Math.cos(phase);
        }
    }

    /// A sky that darkens upwards, a sun with a sharp edge, and hills with a fine texture: smooth parts, an edge, and detail.
    private static void colour(double x, double y, float[] out, int from) {
        double ridge = 0.62 + 0.08 * Math.sin(7 * x) + 0.03 * Math.sin(19 * x + 1);
        double sun = Math.hypot(x - 0.68, y - 0.3);
        double red = 0.25 + 0.6 * y;
        double green = 0.35 + 0.35 * y;
        double blue = 0.75 - 0.25 * y;
        if (sun < 0.13) {
            red = 0.98;
            green = 0.85 - sun;
            blue = 0.3;
        }
        if (y > ridge) {
            double texture = 0.12 * Math.sin(40 * x + 15 * y) * Math.cos(35 * y - 9 * x);
            red = 0.18 + texture;
            green = 0.42 + 0.3 * (y - ridge) + texture;
            blue = 0.2 + 0.5 * texture;
        }
        out[from] = (float) red;
        out[from + 1] = (float) green;
        out[from + 2] = (float) blue;
    }
}
