package dev.orthant.datasets;

/// The examples to learn from and the examples to be judged by.
///
/// ```java
/// Examples examples = Examples.of("toy", Tensor.zeros(Shape.of(4, 2)), new int[] {0, 1, 0, 1}, 2);
/// Split split = examples.cut(3);
/// split.test().size();                                                // → 1
/// new Split(split.train(), split.test().reshaped(Shape.of(1, 2)));    // throws IllegalArgumentException
/// ```
///
/// @param train to learn from
/// @param test  to be judged by; same example shape and the same classes
/// @since 0.1.0
public record Split(Examples train, Examples test) {
    /// Checks that both are of one kind.
    ///
    /// @throws IllegalArgumentException if the shapes of their examples or their numbers of classes differ
    public Split {
        if (!train.exampleShape().equals(test.exampleShape()) || train.classes() != test.classes()) {
            throw new IllegalArgumentException("split: train has examples of shape " + train.exampleShape() + " in "
                    + train.classes() + " classes and test has " + test.exampleShape() + " in " + test.classes()
                    + "; both must agree");
        }
    }
}
