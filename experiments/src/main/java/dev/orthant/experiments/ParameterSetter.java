package dev.orthant.experiments;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Changes components of a parameter record by name, from text: `--set width=256`.
public final class ParameterSetter {
    private ParameterSetter() {}

    /// A copy of the record with some components replaced.
    ///
    /// @param changes `name=value`, each; lists are separated by commas
    /// @throws BadInput naming the component, if there is none of that name, its text cannot be read, or the record
    ///                  refuses the value
    public static <P extends Record> P set(P parameters, List<String> changes) {
        P changed = parameters;
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw new BadInput("set: " + change + " came; name=value is required");
            }
            changed = set(
                    changed,
                    change.substring(0, equals).strip(),
                    change.substring(equals + 1).strip());
        }
        return changed;
    }

    /// The components by name, in order.
    public static Map<String, Object> values(Record parameters) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : parameters.getClass().getRecordComponents()) {
            values.put(component.getName(), read(component, parameters));
        }
        return values;
    }

    @SuppressWarnings("unchecked") // the canonical constructor of P makes a P
    private static <P extends Record> P set(P parameters, String name, String text) {
        RecordComponent[] components = parameters.getClass().getRecordComponents();
        List<String> names = Stream.of(components).map(RecordComponent::getName).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            throw new BadInput("set: there is no parameter " + name + "; there are " + String.join(", ", names));
        }
        Object[] arguments = Arrays.stream(components)
                .map(component -> read(component, parameters))
                .toArray();
        arguments[index] = parse(name, components[index].getGenericType(), text);
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = parameters.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (P) constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException reason) {
                throw new BadInput(String.valueOf(reason.getMessage()));
            }
            throw new IllegalStateException("set: the constructor of " + parameters.getClass() + " failed", refused);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException("set: " + parameters.getClass() + " cannot be constructed", hidden);
        }
    }

    private static Object read(RecordComponent component, Record parameters) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(parameters);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException("parameters: " + component + " cannot be read", hidden);
        }
    }

    private static Object parse(String name, Type type, String text) {
        if (type == int.class) {
            return number(name, text, "a whole number", Integer::parseInt);
        }
        if (type == long.class) {
            return number(name, text, "a whole number", Long::parseLong);
        }
        if (type == double.class) {
            return number(name, text, "a number", Double::parseDouble);
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            Type element = list.getActualTypeArguments()[0] == Integer.class ? int.class : double.class;
            return Stream.of(text.split(",", -1))
                    .map(part -> parse(name, element, part.strip()))
                    .toList();
        }
        throw new IllegalStateException("set: parameters of type " + type + " cannot be set from text");
    }

    private static Object number(String name, String text, String kind, Function<String, Object> parser) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException notANumber) {
            throw new BadInput("set: " + name + " is " + text + "; " + kind + " is required");
        }
    }
}
