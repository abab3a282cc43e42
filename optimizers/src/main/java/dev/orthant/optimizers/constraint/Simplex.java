package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.Span;
import java.util.Arrays;

/// The incoming weights of every neuron are a probability distribution: none negative, sum 1.
///
///     w ← max(w − θ, 0),   θ such that the result has sum 1
///
/// the nearest point of the simplex. Source: Duchi, Shalev-Shwartz, Singer and Chandra 2008, "Efficient projections onto
/// the l1-ball for learning in high dimensions", figure 1. Applies to matrices; biases are free.
///
/// ```java
/// Tensor neuron = Tensor.of(Shape.of(1, 2), 2, 0.5f);
/// new Simplex().projectNeuron(neuron.span());     // θ = 1
/// neuron.toArray();                               // → [1.0, 0.0]
/// ```
///
/// @since 0.1.0
public record Simplex() implements RowConstraint {
    @Override
    public void projectNeuron(Span neuron) {
        int length = neuron.length();
        if (length == 0) {
            return;
        }
        float[] array = neuron.array();
        int from = neuron.from();
        float[] ascending = Arrays.copyOfRange(array, from, from + length);
        Arrays.sort(ascending);
        double sum = 0;
        double threshold = Double.NEGATIVE_INFINITY;
        for (int kept = 1; kept <= length; kept++) {
            double next = ascending[length - kept];
            sum += next;
            double candidate = (sum - 1) / kept;
            if (!(next > candidate)) { // and NaN, which sorts last, ends here with a NaN threshold below
                break;
            }
            threshold = candidate;
        }
        if (Double.isNaN(sum)) {
            threshold = Double.NaN;
        }
        for (int i = from; i < from + length; i++) {
            array[i] = (float) Math.max(array[i] - threshold, 0);
        }
    }
}
