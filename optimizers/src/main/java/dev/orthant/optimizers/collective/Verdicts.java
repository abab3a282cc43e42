package dev.orthant.optimizers.collective;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Steps along verdicts.
final class Verdicts {
    private Verdicts() {}

    /// W ← W − η (V + λ W).
    static void step(Weights weights, SignBits verdict, double rate, double decay) {
        float[] numbers = new float[verdict.count()];
        verdict.unpack(new Span(numbers, 0, numbers.length));
        if (weights.size() != verdict.count()) {
            throw new IllegalArgumentException("verdict: " + verdict.count() + " signs came for " + weights.size()
                    + " weights; one each is required");
        }
        int from = 0;
        for (Weight weight : weights.all()) {
            Span span = weight.tensor().span();
            Span direction = new Span(numbers, from, span.length());
            ActiveKernels.get().steps().signStep(span, direction, (float) rate, (float) decay, 0);
            from += span.length();
        }
    }
}
