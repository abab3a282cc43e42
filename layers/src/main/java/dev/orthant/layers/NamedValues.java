package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a layer sees of a pass: its weights as values of the computation, under their short names, and what the pass is
/// for ([Mode]).
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("fc.weight", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4))));
/// Tape tape = new Tape();
/// NamedValues all = NamedValues.variables(tape, weights);
/// Value score = Linear.of(1).forward(tape, all.under("fc"), tape.constant(Tensor.of(Shape.of(1, 2), 1, 2)));
/// score.tensor().item();                                                      // → 11.0
/// all.gradients(weights, tape.backward(score)).get("fc.weight").toArray();    // → [1.0, 2.0]
/// all.get("weight");                                                          // throws IllegalArgumentException
/// ```
///
/// @since 0.1.0
public final class NamedValues {
    private final Map<String, Value> all;
    private final Part part;
    private final Mode mode;

    /// What lies under a path. Layers walk down this tree at every pass, so that no path is put together again each time.
    ///
    /// @param prefix   of the names, with a point at its end; empty at the top
    /// @param values   by the rest of their names
    /// @param children by the next piece of the path; grown as layers ask
    private record Part(String prefix, Map<String, Value> values, Map<String, Part> children) {
        static Part top(Map<String, Value> all) {
            return new Part("", all, new ConcurrentHashMap<>());
        }

        Part under(String path) {
            Part child = children.get(path);
            return child != null ? child : children.computeIfAbsent(path, this::collect);
        }

        private Part collect(String path) {
            Map<String, Value> below = new HashMap<>();
            values.forEach((name, value) -> {
                if (name.startsWith(path + ".")) {
                    below.put(name.substring(path.length() + 1), value);
                }
            });
            return new Part(prefix + path + ".", below, new ConcurrentHashMap<>());
        }
    }

    private NamedValues(Map<String, Value> all, Part part, Mode mode) {
        this.all = all;
        this.part = part;
        this.mode = mode;
    }

    /// As variables of a tape: the result can be differentiated with respect to them, but for the buffers. The pass is
    /// one of prediction; see [#in].
    ///
    /// @param tape    records what is computed with them
    /// @param weights of the whole network; read when the pass computes, not copied
    /// @return values under the names of the weights; mode [Mode.Predicting]
    public static NamedValues variables(Tape tape, Weights weights) {
        return of(
                weights,
                weights.all().stream()
                        .map(weight -> weight.role() == Role.BUFFER
                                ? tape.constant(weight.tensor())
                                : tape.variable(weight.tensor()))
                        .toList());
    }

    /// As constants: for prediction, or where nothing is differentiated with respect to weights.
    ///
    /// @param evaluator that the pass computes with
    /// @param weights   of the whole network; read when the pass computes, not copied
    /// @return values under the names of the weights; mode [Mode.Predicting]
    public static NamedValues constants(Evaluator evaluator, Weights weights) {
        return of(
                weights,
                weights.all().stream()
                        .map(weight -> evaluator.constant(weight.tensor()))
                        .toList());
    }

    /// As given values, one per weight in the order of the weights: for whoever made the values elsewhere.
    ///
    /// @param weights give the names
    /// @param values  one per weight, of the shape of the weight
    /// @return the values under the names of the weights; mode [Mode.Predicting]
    /// @throws IllegalArgumentException if their numbers differ
    public static NamedValues of(Weights weights, List<Value> values) {
        if (weights.count() != values.size()) {
            throw new IllegalArgumentException("named values: " + values.size() + " values came for " + weights.count()
                    + " weights; one per weight is required");
        }
        Map<String, Value> byPath = new LinkedHashMap<>();
        for (Weight weight : weights.all()) {
            byPath.put(weight.name(), values.get(byPath.size()));
        }
        return new NamedValues(byPath, Part.top(byPath), new Mode.Predicting());
    }

    /// Values by name: for whoever has both.
    ///
    /// @param names  of the weights, with their paths; all differ
    /// @param values one per name
    /// @param mode   what the pass is for
    /// @return the values under these names
    /// @throws IllegalArgumentException if their numbers differ
    public static NamedValues of(List<String> names, List<Value> values, Mode mode) {
        if (names.size() != values.size()) {
            throw new IllegalArgumentException("named values: " + values.size() + " values came for " + names.size()
                    + " names; one per name is required");
        }
        Map<String, Value> byPath = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            byPath.put(names.get(i), values.get(i));
        }
        return new NamedValues(byPath, Part.top(byPath), mode);
    }

    /// {@return the same weights in a pass of another kind}
    ///
    /// @param other what the pass is for; see [Mode]
    public NamedValues in(Mode other) {
        return new NamedValues(all, part, other);
    }

    /// {@return what the pass is for}
    public Mode mode() {
        return mode;
    }

    /// {@return the weight of that name in this layer}
    ///
    /// @param name without the path of the layer: `weight`
    /// @throws IllegalArgumentException if there is none
    public Value get(String name) {
        Value value = part.values().get(name);
        if (value == null) {
            throw new IllegalArgumentException("weights: there is no " + part.prefix() + name + "; there are "
                    + all.keySet() + "; were these weights made for another network?");
        }
        return value;
    }

    /// {@return the name of the weight whose value this is, with its path}
    ///
    /// @param value compared by identity
    /// @throws IllegalArgumentException if it is none of these values
    public String name(Value value) {
        for (Map.Entry<String, Value> entry : all.entrySet()) {
            if (entry.getValue() == value) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException(
                "weights: a value of shape " + value.tensor().shape() + " is none of the values of " + all.keySet()
                        + "; was it made for another pass?");
    }

    /// {@return what the child layer under `path` sees}
    ///
    /// @param path of the child in its container: `0`, `conv1`, `layer1.0`
    public NamedValues under(String path) {
        return new NamedValues(all, part.under(path), mode.under(path));
    }

    /// The derivatives with respect to these values, in the form of the weights that are asked for: hand in
    /// [Weights#trainable] to leave the buffers out.
    ///
    /// @param weights   the names that are asked for; their numbers are not read
    /// @param gradients of a pass backward over these values
    /// @return one gradient per weight, of its name, role and shape
    public Weights gradients(Weights weights, Gradients gradients) {
        return Weights.of(weights.all().stream()
                .map(weight -> new Weight(weight.name(), weight.role(), gradients.of(get(weight.name()))))
                .toList());
    }

    /// As [#gradients], for rules that take unformed products.
    ///
    /// @param weights   the names that are asked for; their numbers are not read
    /// @param gradients of a pass backward over these values
    /// @return one gradient per weight; that of a linear layer may be a product of two matrices that is formed when it
    ///     is read
    public WeightGradients unformedGradients(Weights weights, Gradients gradients) {
        return WeightGradients.of(weights, weight -> gradients.gradient(get(weight.name())));
    }
}
