package dev.orthant.optimizers;

import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A rule for some of the weights and others for the rest: matrices by one and biases by another, the last layer at a
/// tenth of the rate.
///
/// Every weight belongs to the first group that takes it. Norms over all tensors, where a rule has them, are then over
/// those of its group.
///
/// ```java
/// Tensor matrix = Tensor.of(Shape.of(1, 1), 4);
/// Tensor bias = Tensor.of(Shape.of(1), 4);
/// Weights weights = Weights.of(List.of(
///         new Weight("0.weight", Role.MATRIX, matrix), new Weight("0.bias", Role.BIAS, bias)));
/// ParameterGroups.Group<Adam.State> decayed = ParameterGroups.of(Role.MATRIX, new AdamW(0.5, 0.5));
/// var rule = new ParameterGroups(List.of(decayed, ParameterGroups.rest(new AdamW(0.5, 0))));
/// ParameterGroups.State state = rule.step(weights, weights.times(0), rule.start(weights), 1);
/// matrix.item();              // → 3.0
/// bias.item();                // → 4.0
/// state.ofGroups().size();    // → 2
/// ```
///
/// @param groups at least one, asked in this order
/// @since 0.1.0
public record ParameterGroups(List<Group<?>> groups) implements Optimizer<ParameterGroups.State> {
    /// Keeps a copy of the list.
    ///
    /// @throws IllegalArgumentException if there is no group
    public ParameterGroups {
        groups = List.copyOf(groups);
        Require.atLeast("parameter groups", "number of groups", groups.size(), 1);
    }

    /// Some of the weights, and how they move.
    ///
    /// ```java
    /// Tensor body = Tensor.of(Shape.of(1, 1), 8);
    /// Tensor head = Tensor.of(Shape.of(1, 1), 8);
    /// Weights weights =
    ///         Weights.of(List.of(new Weight("body", Role.MATRIX, body), new Weight("head", Role.MATRIX, head)));
    /// var slowly = new ParameterGroups.Group<>(weight -> weight.name().equals("body"), new Sgd(0.5, 0), 0.25);
    /// var rule = new ParameterGroups(List.of(slowly, ParameterGroups.rest(new Sgd(0.5, 0))));
    /// rule.step(weights, weights.copy(), rule.start(weights), 1);     // down the slope of ½‖w‖²
    /// body.item();                                                    // → 7.0
    /// head.item();                                                    // → 4.0
    /// ```
    ///
    /// @param members    which
    /// @param rule       how
    /// @param rateFactor joins the schedule's multiplier, at least 0
    /// @param <S>        what the rule remembers
    public record Group<S>(Predicate<Weight> members, Optimizer<S> rule, double rateFactor) {
        /// Checks the factor.
        ///
        /// @throws IllegalArgumentException if it is negative
        public Group {
            Require.notNegative("parameter groups", "rate factor", rateFactor);
        }

        private S step(Weights weights, Weights gradient, Object state, double rateMultiplier) {
            @SuppressWarnings("unchecked") // the state at a group's place was made by that group's rule
            S own = (S) state;
            return rule.step(weights, gradient, own, rateMultiplier * rateFactor);
        }
    }

    /// {@return a group of all weights of a role, at the rule's own rate}
    ///
    /// @param <S>  what the rule remembers
    /// @param role of the weights that it takes
    /// @param rule for them
    public static <S> Group<S> of(Role role, Optimizer<S> rule) {
        return new Group<>(weight -> weight.role() == role, rule, 1);
    }

    /// {@return a group of all weights whose name begins so, at the rule's own rate}
    ///
    /// @param <S>    what the rule remembers
    /// @param prefix of the names that it takes: `fc.` for the layer `fc`
    /// @param rule   for them
    public static <S> Group<S> named(String prefix, Optimizer<S> rule) {
        return new Group<>(weight -> weight.name().startsWith(prefix), rule, 1);
    }

    /// {@return a group of all weights that no group before has taken, at the rule's own rate}
    ///
    /// @param <S>  what the rule remembers
    /// @param rule for them
    public static <S> Group<S> rest(Optimizer<S> rule) {
        return new Group<>(weight -> true, rule, 1);
    }

    /// What is remembered between steps: the groups' states.
    ///
    /// @param ofGroups the state of each group's rule, in the order of the groups
    public record State(List<Object> ofGroups) {}

    /// @throws IllegalArgumentException if a weight belongs to no group
    @Override
    public State start(Weights weights) {
        List<Weights> parts = split(weights, weights);
        List<Object> states = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            states.add(groups.get(i).rule().start(parts.get(i)));
        }
        return new State(states);
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("parameter groups", gradient);
        List<Weights> parts = split(weights, weights);
        List<Weights> gradients = split(weights, gradient);
        List<Object> states = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            Object before = state.ofGroups().get(i);
            states.add(groups.get(i).step(parts.get(i), gradients.get(i), before, rateMultiplier));
        }
        return new State(states);
    }

    /// See [Constrained#projectCombination].
    void projectCombination(Weights combination) {
        List<Weights> parts = split(combination, combination);
        for (int i = 0; i < groups.size(); i++) {
            Constrained.projectCombination(groups.get(i).rule(), parts.get(i));
        }
    }

    /// The tensors of `values`, sorted by the group that their weight belongs to; shares them.
    private List<Weights> split(Weights weights, Weights values) {
        List<List<Weight>> parts = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            parts.add(new ArrayList<>());
        }
        for (Weight weight : weights.all()) {
            parts.get(groupOf(weight)).add(new Weight(weight.name(), weight.role(), values.get(weight.name())));
        }
        return parts.stream().map(Weights::of).toList();
    }

    private int groupOf(Weight weight) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).members().test(weight)) {
                return i;
            }
        }
        throw new IllegalArgumentException("parameter groups: " + weight.name() + ", a " + weight.role()
                + ", belongs to no group; end the list with ParameterGroups.rest");
    }
}
