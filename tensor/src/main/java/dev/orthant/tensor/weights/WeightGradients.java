package dev.orthant.tensor.weights;

import dev.orthant.tensor.ShapeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The derivative with respect to every weight, some perhaps as unformed products: what a rule is handed that can do with
/// less than all numbers. [#formed] has them all.
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("0.weight", Role.MATRIX, Tensor.zeros(Shape.of(2, 3)))));
/// Gradient product = new Gradient.Product(Tensor.of(Shape.of(1, 2), 1, 2), Tensor.of(Shape.of(1, 3), 1, 0, 2));
/// WeightGradients gradients = WeightGradients.of(weights, weight -> product);
/// gradients.formed().norm();       // → 5.0
/// gradients.get("1.weight");       // throws IllegalArgumentException
/// ```
///
/// @since 0.1.0
public final class WeightGradients {
    private final Map<String, Gradient> byName;
    private final List<Weight> weights;

    private WeightGradients(List<Weight> weights, Map<String, Gradient> byName) {
        this.weights = weights;
        this.byName = Collections.unmodifiableMap(byName);
    }

    /// One derivative for each of these weights.
    ///
    /// @param weights    whose names, roles and order are taken
    /// @param derivative gives the derivative with respect to one of them, in its shape
    /// @return           the derivatives, not copied
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

    /// Gradients whose numbers are all there.
    ///
    /// @param weights  whose names, roles and order are taken
    /// @param gradient for each of them its derivative, by the same name and in the same shape
    /// @return         the derivatives, not copied
    /// @throws ShapeException if the forms differ
    public static WeightGradients formed(Weights weights, Weights gradient) {
        weights.requireSameForm("optimizer step", gradient);
        return of(weights, weight -> new Gradient.Formed(gradient.get(weight.name())));
    }

    /// {@return the derivative with respect to one weight}
    ///
    /// @param name of the weight
    /// @throws IllegalArgumentException if there is none of that name
    public Gradient get(String name) {
        Gradient gradient = byName.get(name);
        if (gradient == null) {
            throw new IllegalArgumentException("gradients: there is none for " + name + "; there are " + byName.keySet()
                    + "; were these gradients made for another network?");
        }
        return gradient;
    }

    /// {@return all numbers, in the form of the weights}
    public Weights formed() {
        return Weights.of(weights.stream()
                .map(weight -> new Weight(
                        weight.name(), weight.role(), get(weight.name()).formed()))
                .toList());
    }
}
