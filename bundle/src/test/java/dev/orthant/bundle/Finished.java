package dev.orthant.bundle;

import java.nio.file.Path;

/// Where the build has put what these tests are about.
final class Finished {
    private Finished() {}

    /// The one jar.
    static Path jar() {
        return path("orthant.jar");
    }

    /// The POM that is installed with it.
    static Path pom() {
        return path("orthant.pom");
    }

    /// The folder of the parent pom.
    static Path root() {
        return path("orthant.root");
    }

    /// A system property that the build sets.
    static String property(String name) {
        return System.getProperty(name, name + " is not set");
    }

    private static Path path(String property) {
        return Path.of(property(property)).toAbsolutePath().normalize();
    }
}
