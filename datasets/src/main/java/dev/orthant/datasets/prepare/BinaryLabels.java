package dev.orthant.datasets.prepare;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.random.Streams;

/// Two classes from many: labels 0 and 1, and their signs −1 and 1.
///
/// ```java
/// Examples digits = Examples.of("toy", Tensor.zeros(Shape.of(4, 1)), new int[] {3, 0, 1, 8}, 10);
/// BinaryLabels.parity(digits).labels();               // → [1, 0, 1, 0]
/// BinaryLabels.signs(BinaryLabels.parity(digits));    // → [1, -1, 1, -1]
/// BinaryLabels.pair(digits, 8, 3).labels();           // → [1, 0]
/// ```
///
/// @since 0.1.0
public final class BinaryLabels {
    private BinaryLabels() {}

    /// {@return the same inputs with label 1 if the label is odd, 0 if it is even}
    ///
    /// @param examples of any number of classes
    public static Examples parity(Examples examples) {
        int[] labels = examples.labels();
        for (int i = 0; i < labels.length; i++) {
            labels[i] %= 2;
        }
        return examples.relabelled(labels, 2);
    }

    /// Keeps two classes only: `zero` becomes label 0 and `one` label 1. "Binary digits" is `pair(examples, 0, 1)`,
    /// taken *before* any sampling, so that a sample of n has n examples.
    ///
    /// @param examples of which the two classes are kept
    /// @param zero     the class that becomes 0
    /// @param one      the class that becomes 1, another one
    /// @return the examples of the two classes, in their order
    /// @throws IllegalArgumentException if the two are the same or there is no such class
    public static Examples pair(Examples examples, int zero, int one) {
        if (zero == one) {
            throw new IllegalArgumentException(
                    "binary labels: class " + zero + " came twice; two different classes are required");
        }
        Examples kept = examples.withLabels(zero, one);
        int[] labels = kept.labels();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labels[i] == one ? 1 : 0;
        }
        return kept.relabelled(labels, 2);
    }

    /// {@return the labels of two classes as signs: −1 for label 0, 1 for label 1}
    ///
    /// @param examples with labels 0 and 1
    /// @throws IllegalArgumentException if another label occurs
    public static int[] signs(Examples examples) {
        int[] signs = examples.labels();
        for (int i = 0; i < signs.length; i++) {
            if (signs[i] != 0 && signs[i] != 1) {
                throw new IllegalArgumentException("signs: label " + i + " of " + examples.name() + " is " + signs[i]
                        + "; 0 or 1 is required (make two classes first, by parity or pair)");
            }
            signs[i] = 2 * signs[i] - 1;
        }
        return signs;
    }

    /// Labels by an independent fair coin for every example, drawn once: nothing can be learnt from them, only stored.
    /// The label of example `i` does not depend on the number of examples.
    ///
    /// @param examples of which the inputs are kept
    /// @param stream   another one for training than for test
    /// @return the same inputs under the coins, in two classes
    public static Examples coins(Examples examples, Streams stream) {
        int[] labels = new int[examples.size()];
        var random = stream.generator();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(2);
        }
        return examples.relabelled(labels, 2);
    }
}
