package dev.orthant.bundle;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;

/// A home folder in which nothing is installed but the one jar: Maven's local repository holds its POM and itself, and what
/// Maven needs besides (its own plug-ins) can be had from the repository of the machine alone, never from the network.
///
/// @param home      the home folder
/// @param workplace where commands run; holds `orthant.jar`
record FreshMachine(Path home, Path workplace) {
    private static final String SETTINGS = """
        <settings>
          <mirrors>
            <mirror>
              <id>this-machine</id>
              <mirrorOf>*</mirrorOf>
              <url>REPOSITORY</url>
            </mirror>
          </mirrors>
        </settings>
        """;

    /// @param folder empty
    static FreshMachine in(Path folder) throws IOException {
        Path home = folder.resolve("home");
        String version = Finished.property("orthant.version");
        Path installed = home.resolve(".m2/repository/dev/orthant/orthant").resolve(version);
        Files.createDirectories(installed);
        Files.copy(Finished.jar(), installed.resolve("orthant-" + version + ".jar"));
        Files.copy(Finished.pom(), installed.resolve("orthant-" + version + ".pom"));
        Path repository = Path.of(Finished.property("maven.repository"));
        Files.writeString(
                home.resolve(".m2/settings.xml"),
                SETTINGS.replace("REPOSITORY", repository.toUri().toString()));
        Path workplace = Files.createDirectories(folder.resolve("workplace"));
        Files.copy(Finished.jar(), workplace.resolve("orthant.jar"));
        return new FreshMachine(home, workplace);
    }

    /// Runs a line as it would be typed in the workplace.
    ChildProcess type(String line) throws IOException, InterruptedException {
        String maven = Path.of(Finished.property("maven.home"), "bin").toString();
        List<String> command = List.of("bash", "-c", "PATH=\"$PATH" + File.pathSeparator + "$MAVEN\"; " + line);
        Map<String, String> environment = Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Duser.language=en -Duser.home=" + home,
                "MAVEN",
                maven,
                "MAVEN_OPTS",
                "-XX:TieredStopAtLevel=1"); // it ends before its code would have been compiled well
        return ChildProcess.run(workplace, environment, command);
    }

    /// Copies a folder of this repository, without what builds leave behind, into the workplace.
    void copy(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (from.endsWith("target")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(workplace.resolve(folder.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, workplace.resolve(folder.relativize(from)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
