package dev.orthant.optimizers.collective;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Weights as one vector, tensor after tensor in the order of the network.
final class Flat {
    private Flat() {}

    /// A copy of all numbers.
    static Span of(Weights weights) {
        float[] numbers = new float[Math.toIntExact(weights.size())];
        int from = 0;
        for (Weight weight : weights.all()) {
            Span span = weight.tensor().span();
            System.arraycopy(span.array(), span.from(), numbers, from, span.length());
            from += span.length();
        }
        return new Span(numbers, 0, from);
    }
}
