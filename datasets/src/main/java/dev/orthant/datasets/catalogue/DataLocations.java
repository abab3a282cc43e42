package dev.orthant.datasets.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where data sets are looked for, first place first. Each place is a folder with one folder per data set.
///
/// ```java
/// DataLocations locations = DataLocations.of(Map.of("ORTHANT_DATA", "data"), "Linux", Path.of("ada"));
/// locations.places().stream().map(DataLocations.Place::origin).toList();  // → [ORTHANT_DATA, cache, Debian package]
/// locations.fetchTarget();                                                // → data
/// ```
///
/// @param places      in the order in which they are searched
/// @param fetchTarget the folder that downloads go to
/// @since 0.1.0
public record DataLocations(List<Place> places, Path fetchTarget) {
    /// The environment variable that comes before all other places.
    public static final String VARIABLE = "ORTHANT_DATA";

    /// A folder that is searched.
    ///
    /// @param origin why this folder is searched, for messages
    /// @param folder holds `mnist/train-images-idx3-ubyte.gz` and so on
    public record Place(String origin, Path folder) {}

    /// Keeps a copy of the list.
    public DataLocations {
        places = List.copyOf(places);
    }

    /// {@return one folder only, which downloads go to as well}
    ///
    /// @param folder holds one folder per data set
    public static DataLocations only(Path folder) {
        return new DataLocations(List.of(new Place("given folder", folder)), folder);
    }

    /// {@return the places of this process: `ORTHANT_DATA`, the user's cache, Debian's packages} Reads the environment
    /// and the system properties `os.name` and `user.home`.
    public static DataLocations ofEnvironment() {
        return of(System.getenv(), System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")));
    }

    /// {@return the places that follow from an environment} A variable that is empty counts as not set; so does an
    /// `XDG_CACHE_HOME` that is not absolute, as its specification demands.
    ///
    /// @param environment     variables by name
    /// @param operatingSystem as in the system property `os.name`
    /// @param home            the user's home folder
    public static DataLocations of(Map<String, String> environment, String operatingSystem, Path home) {
        List<Place> places = new ArrayList<>();
        variable(environment, VARIABLE).ifPresent(folder -> places.add(new Place(VARIABLE, folder)));
        places.add(new Place("cache", cache(environment, operatingSystem.toLowerCase(Locale.ROOT), home)));
        Path fetchTarget = places.getFirst().folder();
        if (operatingSystem.toLowerCase(Locale.ROOT).startsWith("linux")) {
            places.add(new Place("Debian package", Path.of("/usr/share/datasets")));
        }
        return new DataLocations(places, fetchTarget);
    }

    private static Path cache(Map<String, String> environment, String system, Path home) {
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches").resolve("orthant");
        }
        if (system.startsWith("windows")) {
            Path local = variable(environment, "LOCALAPPDATA")
                    .orElse(home.resolve("AppData").resolve("Local"));
            return local.resolve("orthant").resolve("cache");
        }
        return variable(environment, "XDG_CACHE_HOME")
                .filter(Path::isAbsolute)
                .orElse(home.resolve(".cache"))
                .resolve("orthant");
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? Optional.empty() : Optional.of(Path.of(value));
    }
}
