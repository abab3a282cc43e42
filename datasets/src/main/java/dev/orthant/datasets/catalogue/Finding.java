package dev.orthant.datasets.catalogue;

import java.nio.file.Path;
import java.util.List;

/// Where a data set is.
///
/// @since 0.1.0
public sealed interface Finding {
    /// In the jar.
    record Bundled() implements Finding {}

    /// All files in one folder.
    ///
    /// @param origin why the folder was searched
    /// @param folder holds the files
    record Found(String origin, Path folder) implements Finding {}

    /// Enough files to work with in one folder, but not all.
    ///
    /// @param origin  why the folder was searched
    /// @param folder  holds the files that are there
    /// @param lacking the files that are not
    record Partly(String origin, Path folder, List<String> lacking) implements Finding {
        /// Keeps a copy of the list.
        public Partly {
            lacking = List.copyOf(lacking);
        }
    }

    /// In none of the places.
    ///
    /// @param searched what was looked at, with what is lacking where some files are there
    record Missing(List<String> searched) implements Finding {
        /// Keeps a copy of the list.
        public Missing {
            searched = List.copyOf(searched);
        }
    }

    /// {@return one line for a report: the folder and why it is searched, or all places in vain}
    default String describe() {
        return switch (this) {
            case Bundled() -> "bundled";
            case Found(String origin, Path folder) -> folder + " (" + origin + ")";
            case Partly(String origin, Path folder, List<String> lacking) ->
                folder + " (" + origin + "; lacks " + String.join(", ", lacking) + ")";
            case Missing(List<String> searched) -> "not found in " + String.join(", ", searched);
        };
    }
}
