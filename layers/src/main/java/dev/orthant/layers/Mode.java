package dev.orthant.layers;

import dev.orthant.tensor.random.Streams;

/// What a pass through a network is for: a few layers compute otherwise while they train.
///
/// ```java
/// Eager eager = new Eager();
/// Value ones = eager.constant(Tensor.filled(Shape.of(1, 100), 1));
/// Function<Mode, Float> largest = mode -> {
///     Value result = new Dropout(0.5).forward(eager, NamedValues.of(List.of(), List.of(), mode), ones);
///     return eager.apply(new MaximumAlong(1), result).tensor().item();
/// };
/// largest.apply(new Mode.Predicting());                   // → 1.0
/// largest.apply(new Mode.Training(Streams.ofSeed(0)));    // → 2.0
/// largest.apply(new Mode.Sampling(Streams.ofSeed(0)));    // → 2.0
/// ```
///
/// @since 0.1.0
public sealed interface Mode {
    /// The network answers: nothing is random and nothing is remembered.
    record Predicting() implements Mode {}

    /// The network learns: features are dropped at random, a batch is normalised by its own statistics, and the running
    /// statistics move.
    ///
    /// @param streams where a layer's random numbers come from; give every step its own
    ///                (`streams.named("forward").indexed(step)`)
    record Training(Streams streams) implements Mode {}

    /// The network answers as one of the random networks that it stands for: features are dropped or pruned at random, but
    /// nothing is remembered and batches are normalised by the running statistics. Answers of many such passes are averaged
    /// by the caller.
    ///
    /// @param streams where a layer's random numbers come from; give every pass its own
    record Sampling(Streams streams) implements Mode {}

    /// {@return what the child layer under `path` is told: the same kind of pass, with random numbers of its own}
    ///
    /// @param path of the child in its container, as in the names of its weights
    default Mode under(String path) {
        return switch (this) {
            case Predicting predicting -> predicting;
            case Sampling(Streams streams) -> new Sampling(streams.named(path));
            case Training(Streams streams) -> new Training(streams.named(path));
        };
    }
}
