package dev.orthant.optimizers;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The state of a rule as a flat map from names to numbers: what a checkpoint writes, and how two states are compared.
///
/// A state is a record; its components become entries named after them, joined by slashes: `velocity/0.weight`. Known are
/// weights (one entry per tensor), whole numbers, float64 numbers, arrays of 32-bit words, and records and lists of
/// these. So every rule can be saved without a line of its own, and a wrapper's state contains that of the rule it wraps.
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4))));
/// Sgd rule = new Sgd(0.5, 0.9);
/// Sgd.State state = rule.step(weights, weights.copy(), rule.start(weights), 1);
/// SavedState saved = SavedState.of(state);
/// saved.entries();                                        // → {steps=Count[value=1], velocity/w=2 numbers}
/// Sgd.State again = saved.restore(rule.start(weights));   // a state of the same form says where everything belongs
/// again.velocity().get("w").toArray();                    // → [3.0, 4.0]
/// saved.restore(new Agd.State(0, 0));                     // throws IllegalArgumentException
/// ```
///
/// @param entries name to [Numbers], in the order of the state's components
/// @since 0.1.0
public record SavedState(Map<String, Numbers> entries) {
    /// Keeps a copy of the map, in its order.
    public SavedState {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /// The value of one entry.
    ///
    /// ```java
    /// SavedState.Numbers steps = SavedState.of(new Agd.State(3, 0.5)).entries().get("steps");
    /// steps.size();                                       // → 2
    /// SavedState.of(new Agd.State(3, 0.5)).numbers();     // → 4
    /// ```
    public sealed interface Numbers {
        /// {@return how many numbers of 32 bits it takes}
        long size();
    }

    /// The numbers of a tensor, in row-major order. Equal to one of the same bits.
    ///
    /// ```java
    /// SavedState.Floats zero = new SavedState.Floats(new float[] {0});
    /// zero.equals(new SavedState.Floats(new float[] {0}));    // → true
    /// zero.equals(new SavedState.Floats(new float[] {-0f}));  // → false
    /// ```
    ///
    /// @param values not copied
    public record Floats(float[] values) implements Numbers {
        @Override
        public long size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Floats floats && Arrays.equals(values, floats.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return values.length == 1 ? Float.toString(values[0]) : values.length + " numbers";
        }
    }

    /// Packed words.
    ///
    /// ```java
    /// SavedState packed = SavedState.of(new SignedLevels(7, 2, new int[] {0x83_01}));
    /// packed.entries().get("words").equals(new SavedState.Words(new int[] {0x83_01}));    // → true
    /// ```
    ///
    /// @param values not copied
    public record Words(int[] values) implements Numbers {
        @Override
        public long size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Words words && Arrays.equals(values, words.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return values.length + " words";
        }
    }

    /// A whole number, such as a count of steps.
    ///
    /// ```java
    /// SavedState.of(new SignSgd.State(7)).entries();  // → {steps=Count[value=7]}
    /// ```
    ///
    /// @param value the number
    public record Count(long value) implements Numbers {
        @Override
        public long size() {
            return 2;
        }
    }

    /// A float64 number.
    ///
    /// ```java
    /// SavedState.of(new Agd.State(3, 0.5)).entries().get("stepSize");     // → Real[value=0.5]
    /// ```
    ///
    /// @param value the number
    public record Real(double value) implements Numbers {
        @Override
        public long size() {
            return 2;
        }
    }

    /// {@return copies a state out}
    ///
    /// @param state of a rule or a schedule: a record of what the class comment lists
    /// @throws IllegalArgumentException if it holds something else than what the class comment lists
    public static SavedState of(Object state) {
        Map<String, Numbers> entries = new LinkedHashMap<>();
        collect("", state, entries);
        return new SavedState(entries);
    }

    /// {@return a state with the saved numbers}
    ///
    /// @param <S>  the state's class
    /// @param form a state of the same rule for the same weights, say a fresh one; it is not changed
    /// @throws IllegalArgumentException if an entry is missing, left over, or of another size
    public <S> S restore(S form) {
        Map<String, Numbers> rest = new LinkedHashMap<>(entries);
        Object restored = rebuild("", form, rest);
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("saved state: the entries " + rest.keySet()
                    + " belong to nothing in this rule's state; restore with the rule that was saved");
        }
        @SuppressWarnings("unchecked") // rebuild returns the class that it is given
        S state = (S) restored;
        return state;
    }

    /// {@return how many 32-bit numbers the state takes in memory}
    public long numbers() {
        return entries.values().stream().mapToLong(Numbers::size).sum();
    }

    private static void collect(String path, Object value, Map<String, Numbers> entries) {
        switch (value) {
            case Weights weights -> {
                for (Weight weight : weights.all()) {
                    entries.put(
                            join(path, weight.name()),
                            new Floats(weight.tensor().toArray()));
                }
            }
            case Long count -> entries.put(path, new Count(count));
            case Integer count -> entries.put(path, new Count(count));
            case Double real -> entries.put(path, new Real(real));
            case int[] words -> entries.put(path, new Words(words.clone()));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(join(path, Integer.toString(i)), list.get(i), entries);
                }
            }
            case Record structure -> {
                for (RecordComponent component : structure.getClass().getRecordComponents()) {
                    collect(join(path, component.getName()), read(structure, component), entries);
                }
            }
            default -> throw unknown(path, value);
        }
    }

    private static Object rebuild(String path, Object form, Map<String, Numbers> rest) {
        return switch (form) {
            case Weights weights ->
                Weights.of(weights.all().stream()
                        .map(weight -> new Weight(
                                weight.name(),
                                weight.role(),
                                Tensor.of(
                                        weight.tensor().shape(),
                                        take(join(path, weight.name()), Floats.class, rest)
                                                .values())))
                        .toList());
            case Long count -> take(path, Count.class, rest).value();
            case Integer count -> Math.toIntExact(take(path, Count.class, rest).value());
            case Double real -> take(path, Real.class, rest).value();
            case int[] words -> {
                int[] saved = take(path, Words.class, rest).values().clone();
                if (saved.length != words.length) {
                    throw new IllegalArgumentException("saved state: " + path + " has " + saved.length + " words; "
                            + words.length + " are required");
                }
                yield saved;
            }
            case List<?> list -> {
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    elements.add(rebuild(join(path, Integer.toString(i)), list.get(i), rest));
                }
                yield List.copyOf(elements);
            }
            case Record structure -> {
                RecordComponent[] components = structure.getClass().getRecordComponents();
                Object[] arguments = new Object[components.length];
                for (int i = 0; i < components.length; i++) {
                    arguments[i] = rebuild(join(path, components[i].getName()), read(structure, components[i]), rest);
                }
                yield construct(structure.getClass(), components, arguments);
            }
            default -> throw unknown(path, form);
        };
    }

    private static <N extends Numbers> N take(String path, Class<N> kind, Map<String, Numbers> rest) {
        Numbers found = rest.remove(path);
        if (!kind.isInstance(found)) {
            throw new IllegalArgumentException("saved state: " + path + " is " + found + "; " + kind.getSimpleName()
                    + " are required; restore with the rule that was saved");
        }
        return kind.cast(found);
    }

    private static Object read(Record structure, RecordComponent component) {
        try {
            return component.getAccessor().invoke(structure);
        } catch (IllegalAccessException | InvocationTargetException failure) {
            throw new IllegalArgumentException(
                    "saved state: " + structure.getClass() + " cannot be read; its record must be public", failure);
        }
    }

    private static Object construct(Class<?> structure, RecordComponent[] components, Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = structure.getDeclaredConstructor(types);
            return canonical.newInstance(arguments);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalArgumentException("saved state: " + structure + " cannot be made", failure);
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    private static IllegalArgumentException unknown(String path, Object value) {
        return new IllegalArgumentException(
                "saved state: " + path + " is a " + value.getClass().getName()
                        + "; weights, long, int, double, int[], and records and lists of these are required");
    }
}
