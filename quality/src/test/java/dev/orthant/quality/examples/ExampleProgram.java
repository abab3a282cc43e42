package dev.orthant.quality.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The class whose method `run` is the code of one example, with what it says about its results checked.
///
/// Each line is Java as it stands; `folder`, a [java.nio.file.Path], is an empty folder to write to. Two ends of a line are more than
/// comments:
///
/// - `expression; // → text`: the value prints as this text, or begins with it if the text ends in `…`. A line that
///   declares a variable is about the variable's value. Arrays print as lists.
/// - `call(); // throws ShapeException`: it fails with this exception.
///
/// Public types of the library that it mentions are imported, those of its own package before those of its own module before all
/// others, and a few packages of the JDK. An example imports by itself what is elsewhere, or which of two types it means.
final class ExampleProgram {
    private static final Pattern RESULT = Pattern.compile("^\\s*(\\S.*);\\s+// → (.*\\S)\\s*$");

    private static final Pattern FAILURE = Pattern.compile("^\\s*(\\S.*);\\s+// throws (\\w+)\\s*$");

    private static final Pattern DECLARATION = Pattern.compile("^[\\w.]+(?:<.*>)?(?:\\[])* (\\w+) = .*$");

    private static final List<String> JDK = List.of(
            "java.io.*",
            "java.nio.file.*",
            "java.time.Duration",
            "java.util.*",
            "java.util.function.*",
            "java.util.stream.*");

    private ExampleProgram() {}

    /// @param types all public types of the library
    static String source(Example example, List<PublicType> types) {
        List<String> imports = new ArrayList<>(JDK);
        List<String> body = new ArrayList<>();
        for (String line : example.lines()) {
            if (line.startsWith("import ")) {
                imports.add(line.substring("import ".length()).replace(";", ""));
            } else {
                body.add(statement(line));
            }
        }
        imports.addAll(mentioned(example, types, imports));
        StringBuilder source = new StringBuilder();
        imports.forEach(name -> source.append("import ").append(name).append(";\n"));
        return source.append("public class ")
                .append(example.name())
                .append(" {\n    public static void run(")
                .append(Expectations.class.getName())
                .append(" expect, Path folder) throws Exception {\n")
                .append(String.join("\n", body))
                .append("\n    }\n}\n")
                .toString();
    }

    /// Of types of one name those that are nearest to the example's owner: if there are several, the compiler asks which.
    private static List<String> mentioned(Example example, List<PublicType> types, List<String> imported) {
        Map<String, List<PublicType>> byName = types.stream()
                .filter(type -> !type.isNested())
                .collect(Collectors.groupingBy(PublicType::name, TreeMap::new, Collectors.toList()));
        List<String> chosen = new ArrayList<>();
        byName.forEach((name, candidates) -> {
            if (example.mentions(name) && imported.stream().noneMatch(line -> line.endsWith("." + name))) {
                int nearest = candidates.stream()
                        .mapToInt(type -> distance(example, type))
                        .min()
                        .orElseThrow();
                candidates.stream()
                        .filter(type -> distance(example, type) == nearest)
                        .map(PublicType::owner)
                        .forEach(chosen::add);
            }
        });
        return chosen;
    }

    /// 0 in the same package, 1 in the same module, 2 elsewhere.
    private static int distance(Example example, PublicType type) {
        if (packageOf(type.owner()).equals(packageOf(example.owner()))) {
            return 0;
        }
        return type.module().equals(example.module()) ? 1 : 2;
    }

    private static String packageOf(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }

    private static String statement(String line) {
        Matcher result = RESULT.matcher(line);
        if (result.matches()) {
            String code = result.group(1);
            Matcher declaration = DECLARATION.matcher(code);
            String before = declaration.matches() ? code + "; " : "";
            String value = declaration.matches() ? declaration.group(1) : code;
            return before + "expect.value(" + quoted(code) + ", " + quoted(result.group(2)) + ", " + value + ");";
        }
        Matcher failure = FAILURE.matcher(line);
        if (failure.matches()) {
            String code = failure.group(1);
            return "expect.failure(" + quoted(code) + ", " + quoted(failure.group(2)) + ", () -> { " + code + "; });";
        }
        return line;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
