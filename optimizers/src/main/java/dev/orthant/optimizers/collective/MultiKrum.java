package dev.orthant.optimizers.collective;

import dev.orthant.tensor.weights.Weights;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The mean of the gradients that lie closest to others.
///
///     score(i) = sum of the M − f − 1 smallest of ‖Gᵢ − Gⱼ‖ over all j (itself included, at distance 0)
///     G        = mean of the M − f gradients of least score
///
/// Source: Blanchard, El Mhamdi, Guerraoui and Stainer 2017, "Machine learning with adversaries: Byzantine tolerant gradient
/// descent", section 4 (multi-Krum). Distances are not squared and the gradient itself counts as a neighbour, as in the
/// comparison of Bernstein, Zhao, Azizzadenesheli and Anandkumar 2019; the original sums M − f − 2 squared distances to others.
/// Costs M²/2 distances over all weights, where a vote costs M additions of bits.
///
/// ```java
/// Weights gradient = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 1), 1))));
/// List<Weights> gradients = Stream.of(1, 2, 2, 3, 1000).map(gradient::times).toList();
/// new MultiKrum(1).combine(gradients).get("w").item();    // → 2.0
/// new MultiKrum(4).combine(gradients);                    // throws IllegalArgumentException
/// ```
///
/// @param adversaries f, how many may lie, at least 0; with M ≤ 2 f + 2 the liars can be each other's neighbours
/// @since 0.1.0
public record MultiKrum(int adversaries) implements Aggregation {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if it is negative
    public MultiKrum {
        if (adversaries < 0) {
            throw new IllegalArgumentException("multi-krum: " + adversaries + " adversaries; at least 0 is required");
        }
    }

    @Override
    public Weights combine(List<Weights> gradients) {
        int workers = gradients.size();
        int kept = workers - adversaries;
        if (kept < 2) {
            throw new IllegalArgumentException("multi-krum: " + workers + " gradients came for " + adversaries
                    + " adversaries; at least " + (adversaries + 2) + " are required");
        }
        double[][] distances = new double[workers][workers];
        for (int i = 0; i < workers; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = gradients.get(i).minus(gradients.get(j)).norm();
                distances[j][i] = distances[i][j];
            }
        }
        double[] scores = IntStream.range(0, workers)
                .mapToDouble(i ->
                        DoubleStream.of(distances[i]).sorted().limit(kept - 1).sum())
                .toArray();
        List<Integer> best = IntStream.range(0, workers)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .limit(kept)
                .sorted()
                .toList();
        return new Mean().combine(best.stream().map(gradients::get).toList());
    }
}
