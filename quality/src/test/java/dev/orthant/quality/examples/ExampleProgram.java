package dev.orthant.quality.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The class whose method `run` is the code of one example, with what it says about its results checked.
///
/// Each line is Java as it stands; `folder`, a [java.nio.file.Path], is an empty folder to write to. Two ends of a line are more than
/// comments:
///
/// - `expression; // → text`: the value prints as this text, or begins with it if the text ends in `…`. A line that
///   declares a variable is about the variable's value. Arrays print as lists.
/// - `call(); // throws ShapeException`: it fails with this exception.
///
/// All exported packages of the library are imported, and a few of the JDK; an example imports by itself what is elsewhere, or
/// which of two types of the same name it means.
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

    static String source(Example example, List<String> packages) {
        List<String> imports = new ArrayList<>(JDK);
        packages.forEach(name -> imports.add(name + ".*"));
        imports.add(example.owner()); // wins against a type of the same name in another package
        List<String> body = new ArrayList<>();
        for (String line : example.lines()) {
            if (line.startsWith("import ")) {
                imports.add(line.substring("import ".length()).replace(";", ""));
            } else {
                body.add(statement(line));
            }
        }
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
