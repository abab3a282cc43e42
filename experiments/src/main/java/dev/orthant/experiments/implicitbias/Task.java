package dev.orthant.experiments.implicitbias;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.tensor.random.Streams;

/// The two-class problems of the sweep, by how much there is to learn.
enum Task {
    /// The digit 0 against the digit 1.
    BINARY("binary"),
    /// Even digits against odd ones.
    DECIMAL("decimal"),
    /// All digits; the label is a fair coin.
    RANDOM_DECIMAL("random-decimal");

    private final String word;

    Task(String word) {
        this.word = word;
    }

    /// As ids, tables and the published numbers name it.
    String word() {
        return word;
    }

    /// Training and test examples on the sphere of radius √d, labels 0 and 1.
    ///
    /// @param coins for random labels; one throw for every example of the data set
    Split of(Split digits, PixelScale scale, Streams coins) {
        return new Split(
                prepare(digits.train(), scale, coins.named("train")),
                prepare(digits.test(), scale, coins.named("test")));
    }

    private Examples prepare(Examples digits, PixelScale scale, Streams coins) {
        Examples labelled = switch (this) {
            case BINARY -> BinaryLabels.pair(digits, 0, 1);
            case DECIMAL -> BinaryLabels.parity(digits);
            case RANDOM_DECIMAL -> BinaryLabels.coins(digits, coins);
        };
        return UnitSphere.apply(scale.apply(labelled));
    }
}
