package dev.orthant.datasets.prepare;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.random.Streams;

/// Replaces some of the labels by random ones. A replacement is uniform over *all* classes, so it hits the true class
/// once in `classes` times: at fraction 1 the labels say nothing about the inputs.
///
/// ```java
/// Examples zeros = Examples.of("zeros", Tensor.zeros(Shape.of(10_000, 1)), new int[10_000], 2);
/// Examples noisy = new LabelNoise(0.5).apply(zeros, Streams.ofSeed(0));   // half are replaced, half of these by 1
/// Math.round(IntStream.of(noisy.labels()).average().orElseThrow() * 20);  // → 5
/// ```
///
/// @param fraction part of the examples whose labels are replaced, in [0, 1]; their number is rounded
/// @since 0.1.0
public record LabelNoise(double fraction) {
    /// Checks the fraction.
    ///
    /// @throws IllegalArgumentException if it is not in [0, 1]
    public LabelNoise {
        if (!(fraction >= 0 && fraction <= 1)) { // also rejects NaN
            throw new IllegalArgumentException("label noise: fraction is " + fraction + " but must lie in [0, 1]");
        }
    }

    /// {@return the same inputs under noisy labels} From one stream a larger fraction replaces the same labels by the
    /// same ones as a smaller fraction, and more.
    ///
    /// @param examples whose inputs are kept
    /// @param stream   says which labels are replaced, and by which
    public Examples apply(Examples examples, Streams stream) {
        int[] labels = examples.labels();
        int[] order = stream.named("which").permutation(labels.length);
        var random = stream.named("label").generator();
        long replaced = Math.round(fraction * labels.length);
        for (int i = 0; i < replaced; i++) {
            labels[order[i]] = random.nextInt(examples.classes());
        }
        return examples.relabelled(labels, examples.classes());
    }
}
