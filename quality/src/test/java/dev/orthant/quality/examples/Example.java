package dev.orthant.quality.examples;

import java.util.List;

/// One block marked `java` in a Javadoc comment.
///
/// @param owner top-level type in whose file it stands, with its package
/// @param name  name of the class that is generated from it: the owner's name and a number
/// @param lines code, line by line
record Example(String owner, String name, List<String> lines) {
    /// Whether the code mentions this simple name as a word.
    boolean mentions(String simpleName) {
        return String.join("\n", lines).matches("(?s).*\\b" + simpleName + "\\b.*");
    }

    @Override
    public String toString() {
        return name;
    }
}
