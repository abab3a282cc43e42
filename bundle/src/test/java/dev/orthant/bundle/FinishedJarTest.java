package dev.orthant.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The one jar holds what it should and nothing else, and starts with and without the Vector API.
class FinishedJarTest {
    private static final long LARGEST_JAR = 2_000_000;

    private static final String FLAG = "--add-modules jdk.incubator.vector";

    private static final String PROGRAM = """
        import dev.orthant.tensor.Shape;
        import dev.orthant.tensor.Tensor;
        import dev.orthant.tensor.kernel.ActiveKernels;

        class Program {
            public static void main(String[] arguments) {
                System.out.println(ActiveKernels.get().name() + " " + Tensor.filled(Shape.of(2), 3).at(1));
            }
        }
        """;

    /// The growable lists behind this come from the minimised fastutil: what they need must be there.
    private static final String LISTS = """
        import dev.orthant.datasets.Examples;
        import dev.orthant.datasets.catalogue.Digits;

        class Program {
            public static void main(String[] arguments) {
                Examples chosen = Digits.all().withLabels(0, 1);
                int both = chosen.classIndices().get(0).length + chosen.classIndices().get(1).length;
                System.out.println(both == chosen.size());
            }
        }
        """;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void holdsOurPackagesAndNothingElse() throws IOException {
        try (JarFile jar = new JarFile(path("orthant.jar").toFile())) {
            List<String> strangers = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.startsWith("dev/orthant/") && !name.startsWith("META-INF/"))
                    .filter(name -> !name.equals("dev/"))
                    .toList();
            assertEquals(List.of(), strangers);
            assertNotNull(jar.getEntry("META-INF/LICENSE"), "META-INF/LICENSE is missing");
            assertEquals("dev.orthant", jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
        }
    }

    /// Minimising removes what nobody calls; of our own classes it must remove none.
    @Test
    void holdsEveryClassOfTheModules() throws IOException {
        List<String> missing = new ArrayList<>();
        try (JarFile jar = new JarFile(path("orthant.jar").toFile())) {
            for (String module : List.of("tensor", "autograd", "layers", "optimizers", "datasets")) {
                Path classes = path("orthant.root").resolve(module).resolve("target/classes");
                try (var files = Files.walk(classes)) {
                    files.filter(Files::isRegularFile)
                            .map(file -> classes.relativize(file).toString().replace('\\', '/'))
                            .filter(name -> !name.equals("module-info.class"))
                            .filter(name -> jar.getEntry(name) == null)
                            .forEach(missing::add);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void isSmall() throws IOException {
        long size = Files.size(path("orthant.jar"));
        assertTrue(size < LARGEST_JAR, () -> size + " bytes; fewer than " + LARGEST_JAR + " are required");
    }

    @Test
    void itsPomListsNoDependency() throws Exception {
        try (var pom = Files.newInputStream(path("orthant.pom"))) {
            NodeList dependencies = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom)
                    .getElementsByTagName("dependency");
            List<String> found = new ArrayList<>();
            for (int i = 0; i < dependencies.getLength(); i++) {
                Element dependency = (Element) dependencies.item(i);
                String scope = child(dependency, "scope");
                // What tests and compiles this project is not handed on to those who use the jar.
                if (!scope.equals("test") && !scope.equals("provided")) {
                    found.add(child(dependency, "artifactId"));
                }
            }
            assertEquals(List.of(), found);
        }
    }

    @Test
    void withoutTheFlagScalarKernelsServeAndOneWarningNamesIt() throws Exception {
        Run run = run("-cp", path("orthant.jar").toString());
        assertEquals("scalar 3.0", run.output(), run::errors);
        assertEquals(1, run.warnings().size(), run::errors);
        assertTrue(run.warnings().getFirst().contains(FLAG), run::errors);
    }

    @Test
    void withTheFlagVectorKernelsServe() throws Exception {
        Run run = run("-cp", path("orthant.jar").toString(), "--add-modules", "jdk.incubator.vector");
        assertEquals("vector 3.0", run.output(), run::errors);
        assertFalse(run.errors().contains(FLAG), run::errors);
    }

    @Test
    void onTheModulePathVectorKernelsServeWithoutTheFlag() throws Exception {
        Run run = run(
                "-p",
                path("tensor.jar").toString(),
                "--add-modules",
                "dev.orthant.tensor",
                "--add-exports",
                "dev.orthant.tensor/dev.orthant.tensor.kernel=ALL-UNNAMED");
        assertEquals("vector 3.0", run.output(), run::errors);
        assertFalse(run.errors().contains(FLAG), run::errors);
    }

    @Test
    void theMinimisedListsAreComplete() throws Exception {
        Run run = run(LISTS, List.of("-cp", path("orthant.jar").toString()));
        assertEquals("true", run.output(), run::errors);
    }

    private record Run(String output, String errors) {
        List<String> warnings() {
            return errors.lines().filter(line -> line.startsWith("WARNING")).toList();
        }
    }

    /// Runs a program from its source, on the JDK that runs this test.
    private Run run(String... options) throws IOException, InterruptedException {
        return run(PROGRAM, List.of(options));
    }

    private Run run(String program, List<String> options) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("Program.java"), program);
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.add("-Duser.language=en");
        command.addAll(options);
        command.add(source.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        int exitCode = builder.start().waitFor();
        String errorText = Files.readString(errors);
        assertEquals(0, exitCode, errorText);
        return new Run(Files.readString(output).strip(), errorText);
    }

    private static String child(Element element, String name) {
        NodeList children = element.getElementsByTagName(name);
        return children.getLength() == 0 ? "" : children.item(0).getTextContent();
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property, property + " is not set"));
    }
}
