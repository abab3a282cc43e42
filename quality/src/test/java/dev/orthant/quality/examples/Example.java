package dev.orthant.quality.examples;

import java.util.List;
import java.util.regex.Pattern;

/// One block marked `java` in a Javadoc comment.
///
/// @param module folder of its module
/// @param owner top-level type in whose file it stands, with its package
/// @param name  name of the class that is generated from it: the owner's name and a number
/// @param lines code, line by line
record Example(String module, String owner, String name, List<String> lines) {
    /// Whether the code mentions this simple name as a word.
    boolean mentions(String simpleName) {
        return Pattern.compile("\\b" + simpleName + "\\b")
                .matcher(String.join("\n", lines))
                .find();
    }

    @Override
    public String toString() {
        return name;
    }
}
