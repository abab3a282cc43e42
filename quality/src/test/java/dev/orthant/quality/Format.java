package dev.orthant.quality;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The layout of our Java files: palantir-java-format, on the compiler of the JVM that runs the tests.
///
/// [FormatTest] demands it; `mvn -q -B -pl quality test -Dformat` repairs it.
final class Format {
    /// Repairs the layout of every file.
    static final String COMMAND = "mvn -q -B -pl quality test -Dformat";

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private static final Pattern MARKDOWN_COMMENT = Pattern.compile("(?m)^([ \\t]*)(///.*)$");

    private static final Pattern NUMBERED = Pattern.compile("/// #(\\d+)#");

    private Format() {}

    /// A file that is laid out otherwise, or that does not parse.
    ///
    /// @param path   from the root of the repository
    /// @param reason one line: the first line that differs, or what the parser says
    record Finding(String path, String reason) {
        @Override
        public String toString() {
            return path + ": " + reason;
        }
    }

    /// The text as the formatter would have it, imports in order.
    ///
    /// Markdown comments keep every character but their indentation: the formatter takes them for line comments and
    /// would break their formulas and tables. It is shown numbers in their place. Unused imports stay for the same
    /// reason: a comment may be what uses them.
    static String formatted(String text) throws FormatterException {
        List<String> comments = new ArrayList<>();
        String numbered = MARKDOWN_COMMENT.matcher(text).replaceAll(comment -> {
            comments.add(comment.group(2));
            return "$1/// #" + (comments.size() - 1) + "#";
        });
        String formatted =
                ImportOrderer.reorderImports(FORMATTER.formatSource(numbered), JavaFormatterOptions.Style.PALANTIR);
        return NUMBERED.matcher(formatted)
                .replaceAll(number -> Matcher.quoteReplacement(comments.get(Integer.parseInt(number.group(1)))));
    }

    /// All files of the repository whose layout is not the formatter's.
    static List<Finding> check() {
        return visit(false);
    }

    /// Rewrites the files whose layout is not the formatter's; returns those that could not be repaired.
    static List<Finding> repair() {
        return visit(true);
    }

    private static List<Finding> visit(boolean repair) {
        List<Finding> findings = new ArrayList<>();
        for (Path file : SourceTree.javaFiles()) {
            String text = SourceTree.read(file);
            String path = SourceTree.relative(file);
            try {
                String formatted = formatted(text);
                if (formatted.equals(text)) {
                    continue;
                }
                if (repair) {
                    replace(file, formatted);
                } else {
                    findings.add(new Finding(path, firstDifference(text, formatted)));
                }
            } catch (FormatterException unreadable) {
                findings.add(new Finding(path, String.valueOf(unreadable.getMessage())));
            }
        }
        return findings;
    }

    /// Through a temporary file beside it, so that a file is whole at any moment.
    private static void replace(Path file, String text) {
        try {
            Path temporary = Files.createTempFile(Objects.requireNonNull(file.getParent()), ".format", ".tmp");
            try {
                Files.writeString(temporary, text);
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(SourceTree.relative(file), failed);
        }
    }

    private static String firstDifference(String actual, String wanted) {
        List<String> have = actual.lines().toList();
        List<String> want = wanted.lines().toList();
        for (int i = 0; i < Math.min(have.size(), want.size()); i++) {
            if (!have.get(i).equals(want.get(i))) {
                return "line " + (i + 1) + " should be \"" + want.get(i) + "\"";
            }
        }
        return "line " + (Math.min(have.size(), want.size()) + 1) + ": too many or too few lines, or line ends";
    }
}
