package dev.orthant.tensor.weights;

import dev.orthant.tensor.ShapeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The derivative with respect to every weight, some perhaps as unformed products: what a rule is handed that can do with
/// less than all numbers. [#formed] has them all.
public final class WeightGradients {
    private final Map<String, Gradient> byName;
    private final List<Weight> weights;

    private WeightGradients(List<Weight> weights, Map<String, Gradient> byName) {
        this.weights = weights;
        this.byName = Collections.unmodifiableMap(byName);
    }

    /// One derivative for each of these weights.
    ///
    /// @throws ShapeException if one has another shape than its weight
    public static WeightGradients of(Weights weights, Function<Weight, Gradient> derivative) {
        Map<String, Gradient> byName = new LinkedHashMap<>();
        for (Weight weight : weights.all()) {
            Gradient gradient = derivative.apply(weight);
            if (!gradient.shape().equals(weight.tensor().shape())) {
                throw new ShapeException(
                        "gradients: " + weight.name() + " is " + weight.tensor().shape() + " and its gradient "
                                + gradient.shape() + "; the shapes must be the same");
            }
            byName.put(weight.name(), gradient);
        }
        return new WeightGradients(List.copyOf(weights.all()), byName);
    }

    /// Gradients whose numbers are all there, for these weights.
    ///
    /// @throws ShapeException if the forms differ
    public static WeightGradients formed(Weights weights, Weights gradient) {
        weights.requireSameForm("optimizer step", gradient);
        return of(weights, weight -> new Gradient.Formed(gradient.get(weight.name())));
    }

    /// @throws IllegalArgumentException if there is none of that name
    public Gradient get(String name) {
        Gradient gradient = byName.get(name);
        if (gradient == null) {
            throw new IllegalArgumentException("gradients: there is none for " + name + "; there are " + byName.keySet()
                    + "; were these gradients made for another network?");
        }
        return gradient;
    }

    /// All numbers, in the form of the weights.
    public Weights formed() {
        return Weights.of(weights.stream()
                .map(weight -> new Weight(
                        weight.name(), weight.role(), get(weight.name()).formed()))
                .toList());
    }
}
