package dev.orthant.quality.examples;

import java.util.List;

/// A type that everybody may use.
///
/// @param module   folder of its module
/// @param owner    top-level type in whose file it stands, with its package; the type itself if it is not nested
/// @param name     simple name
/// @param examples what its own Javadoc and that of its members show
record PublicType(String module, String owner, String name, List<Example> examples) {
    boolean isNested() {
        return !owner.endsWith("." + name);
    }

    @Override
    public String toString() {
        return isNested() ? owner + "." + name : owner;
    }
}
