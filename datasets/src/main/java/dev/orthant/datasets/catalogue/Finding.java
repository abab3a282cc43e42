package dev.orthant.datasets.catalogue;

import java.nio.file.Path;
import java.util.List;

/// Where a data set is.
///
/// ```java
/// Finding finding = Datasets.where("mnist", DataLocations.only(folder));
/// finding instanceof Finding.Missing;                                 // → true
/// Datasets.where("digits", DataLocations.only(folder)).describe();    // → bundled
/// ```
///
/// @since 0.1.0
public sealed interface Finding {
    /// In the jar.
    ///
    /// ```java
    /// Datasets.where("digits", DataLocations.only(folder)).equals(new Finding.Bundled());     // → true
    /// ```
    record Bundled() implements Finding {}

    /// All files in one folder.
    ///
    /// ```java
    /// new Finding.Found("cache", Path.of("mnist")).describe();    // → mnist (cache)
    /// ```
    ///
    /// @param origin why the folder was searched
    /// @param folder holds the files
    record Found(String origin, Path folder) implements Finding {}

    /// Enough files to work with in one folder, but not all.
    ///
    /// ```java
    /// Path cifar = Files.createDirectories(folder.resolve("cifar-10-batches-bin"));
    /// for (String file : List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "test_batch.bin")) {
    ///     Files.createFile(cifar.resolve(file));
    /// }
    /// Finding.Partly partly = (Finding.Partly) Datasets.where("cifar10", DataLocations.only(folder));
    /// partly.lacking();   // → [data_batch_4.bin, data_batch_5.bin]
    /// ```
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
    /// ```java
    /// new Finding.Missing(List.of("/data/mnist")).describe();     // → not found in /data/mnist
    /// ```
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
