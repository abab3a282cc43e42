package dev.orthant.tensor.weights;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// All weights of a network: an ordered map from name to tensor. The map is fixed, the tensors' numbers are live.
///
/// A gradient has the same form (same names, roles and shapes), so that sums and norms of weights, gradients and
/// differences of networks are one algebra.
///
/// ```java
/// Weights weights = Weights.of(List.of(
///         new Weight("0.weight", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4)),
///         new Weight("0.bias", Role.BIAS, Tensor.of(Shape.of(1), 12))));
/// weights.norm();                                                      // → 13.0
/// weights.minus(weights.times(0.5f)).get("0.weight").toArray();        // → [1.5, 2.0]
/// weights.load(Map.of("0.bias", Tensor.zeros(Shape.of(1))));           // throws ShapeException
/// ```
///
/// @since 0.1.0
public final class Weights {
    private final Map<String, Weight> byName;

    private Weights(Map<String, Weight> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    /// {@return these weights in this order}
    ///
    /// @param weights whose tensors are shared, not copied
    /// @throws IllegalArgumentException if two weights have the same name
    public static Weights of(List<Weight> weights) {
        Map<String, Weight> byName = new LinkedHashMap<>();
        for (Weight weight : weights) {
            if (byName.put(weight.name(), weight) != null) {
                throw new IllegalArgumentException("weights: the name " + weight.name() + " came twice");
            }
        }
        return new Weights(byName);
    }

    /// {@return every weight, in the order of the network}
    public Collection<Weight> all() {
        return byName.values();
    }

    /// {@return the tensor of one weight, live}
    ///
    /// @param name of the weight
    /// @throws IllegalArgumentException if there is none of that name
    public Tensor get(String name) {
        Weight weight = byName.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("weights: there is no " + name + "; there are " + byName.keySet());
        }
        return weight.tensor();
    }

    /// {@return those that a rule moves: all but the buffers} The tensors are shared, not copied.
    public Weights trainable() {
        return of(all().stream().filter(weight -> weight.role() != Role.BUFFER).toList());
    }

    /// {@return the tensors by name, in the order of the network: PyTorch's state dict} Live, not copies.
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        all().forEach(weight -> state.put(weight.name(), weight.tensor()));
        return state;
    }

    /// Takes the numbers of a state dict, in place: every weight must be there in its shape, and nothing else. PyTorch's
    /// `num_batches_tracked` counters may be left over, because prediction does not need them. If anything is wrong,
    /// no number changes and one error lists all of it.
    ///
    /// @param state tensors by name; copied
    /// @throws ShapeException with all names that are missing, unexpected or of another shape
    public void load(Map<String, Tensor> state) {
        List<String> wrong = new ArrayList<>();
        for (Weight weight : all()) {
            Tensor found = state.get(weight.name());
            if (found == null) {
                wrong.add(weight.name() + " is missing");
            } else if (!found.shape().equals(weight.tensor().shape())) {
                wrong.add(weight.name() + " is " + found.shape() + " where "
                        + weight.tensor().shape() + " is required");
            }
        }
        for (String name : state.keySet()) {
            if (!byName.containsKey(name) && !name.endsWith("num_batches_tracked")) {
                wrong.add(name + " is unexpected");
            }
        }
        if (!wrong.isEmpty()) {
            throw new ShapeException("load weights: " + String.join("; ", wrong)
                    + "; load what was saved from a network of the same layers");
        }
        for (Weight weight : all()) {
            Span from = Objects.requireNonNull(state.get(weight.name())).span();
            Span to = weight.tensor().span();
            System.arraycopy(from.array(), from.from(), to.array(), to.from(), to.length());
        }
    }

    /// {@return number of tensors}
    public int count() {
        return byName.size();
    }

    /// {@return number of scalars, those of buffers included}
    public long size() {
        return all().stream().mapToLong(weight -> weight.tensor().size()).sum();
    }

    /// {@return the same names and roles, each tensor replaced}
    ///
    /// @param change gives what stands in a tensor's place
    public Weights map(UnaryOperator<Tensor> change) {
        return of(all().stream()
                .map(weight -> new Weight(weight.name(), weight.role(), change.apply(weight.tensor())))
                .toList());
    }

    /// {@return the same names, roles and numbers with arrays of their own}
    public Weights copy() {
        return map(Tensor::copy);
    }

    /// {@return this + other, in new arrays}
    ///
    /// @param other of the same names and shapes
    /// @throws ShapeException if names or shapes differ
    public Weights plus(Weights other) {
        return plusScaled(1, other);
    }

    /// {@return this − other, in new arrays}
    ///
    /// @param other of the same names and shapes
    /// @throws ShapeException if names or shapes differ
    public Weights minus(Weights other) {
        return plusScaled(-1, other);
    }

    /// {@return factor · this, in new arrays}
    ///
    /// @param factor multiplies every number
    public Weights times(float factor) {
        return map(tensor -> {
            Tensor scaled = Tensor.zeros(tensor.shape());
            ActiveKernels.get().scale(tensor.span(), factor, scaled.span());
            return scaled;
        });
    }

    /// {@return the Euclidean (Frobenius) norm of all numbers together, summed in double precision}
    public double norm() {
        return Math.sqrt(all().stream()
                .mapToDouble(weight ->
                        ActiveKernels.get().sumOfSquares(weight.tensor().span()))
                .sum());
    }

    /// Nothing happens if other weights have the same names and shapes.
    ///
    /// @param operation with what the message begins
    /// @param other     what is compared
    /// @throws ShapeException if names or shapes differ
    public void requireSameForm(String operation, Weights other) {
        if (!byName.keySet().equals(other.byName.keySet())) {
            throw new ShapeException(operation + ": weights " + byName.keySet() + " met " + other.byName.keySet()
                    + "; the names must be the same");
        }
        for (Weight weight : all()) {
            Tensor counterpart = other.get(weight.name());
            if (!weight.tensor().shape().equals(counterpart.shape())) {
                throw new ShapeException(operation + ": " + weight.name() + " is "
                        + weight.tensor().shape() + " on one side and " + counterpart.shape()
                        + " on the other; the shapes must be the same");
            }
        }
    }

    private Weights plusScaled(float factor, Weights other) {
        requireSameForm("weights sum", other);
        Weights result = copy();
        for (Weight weight : result.all()) {
            ActiveKernels.get()
                    .addScaled(
                            weight.tensor().span(),
                            factor,
                            other.get(weight.name()).span());
        }
        return result;
    }
}
