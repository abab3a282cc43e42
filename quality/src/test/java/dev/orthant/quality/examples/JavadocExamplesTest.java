package dev.orthant.quality.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All examples of the library's Javadoc are compiled in one run of the compiler; each then runs in this JVM and must give
/// what it says. [ExampleProgram] tells how an example is written.
final class JavadocExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("orthant.root", ".."));

    /// Public types of each module that have no example yet. A number may only shrink.
    private static final Map<String, Integer> WITHOUT_EXAMPLE =
            Map.of("tensor", 0, "autograd", 0, "layers", 0, "optimizers", 123, "datasets", 36);

    /// Types whose blocks are sketches, not yet programs; the list may only shrink.
    private static final Set<String> SKETCHES = Set.of(
            "dev.orthant.datasets.Batches",
            "dev.orthant.datasets.CharacterText",
            "dev.orthant.datasets.Examples",
            "dev.orthant.datasets.catalogue.Datasets",
            "dev.orthant.datasets.format.CsvTable",
            "dev.orthant.optimizers.ParameterGroups",
            "dev.orthant.optimizers.SavedState",
            "dev.orthant.optimizers.checkpoint.Checkpoint",
            "dev.orthant.optimizers.checkpoint.CheckpointFile",
            "dev.orthant.optimizers.collective.VoteGroup");

    private static final List<PublicType> TYPES = WITHOUT_EXAMPLE.keySet().stream()
            .sorted()
            .flatMap(module -> JavadocSource.types(ROOT.resolve(module)).stream())
            .toList();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before any test runs
    private static Path classes;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    static List<Example> examples() {
        return TYPES.stream()
                .flatMap(type -> type.examples().stream())
                .filter(example -> !SKETCHES.contains(example.owner()))
                .toList();
    }

    @BeforeAll
    static void compile() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Example example : examples()) {
            sources.add(Files.writeString(
                    classes.resolve(example.name() + ".java"), ExampleProgram.source(example, TYPES)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path", ""),
                    "-proc:none",
                    "-nowarn",
                    "-Xmaxerrs",
                    "1000");
            boolean compiled = compiler.getTask(
                            errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertTrue(compiled, errors::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleGivesWhatItSays(Example example) throws Exception {
        Expectations expectations = new Expectations();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            loader.loadClass(example.name())
                    .getMethod("run", Expectations.class, Path.class)
                    .invoke(null, expectations, folder);
        } catch (InvocationTargetException failed) {
            throw new AssertionError(example.owner() + ": its example fails", failed.getCause());
        }
        assertEquals(List.of(), expectations.wrong(), example.owner());
        assertTrue(
                expectations.checked() > 0,
                () -> example.owner() + ": its example says nothing about its results, such as: x.at(0); // → 1.0");
    }

    static Set<String> modules() {
        return WITHOUT_EXAMPLE.keySet();
    }

    /// A nested type is shown where an example of its file mentions it.
    @ParameterizedTest
    @MethodSource("modules")
    void publicTypesHaveAnExample(String module) {
        List<PublicType> without = TYPES.stream()
                .filter(type -> type.module().equals(module))
                .filter(type -> !isShown(type))
                .toList();
        int allowed = WITHOUT_EXAMPLE.getOrDefault(module, 0);
        assertTrue(
                without.size() <= allowed,
                () -> without.size() + " public types of " + module + " have no example in their Javadoc; " + allowed
                        + " are allowed, so write one for those you have added, of " + without);
    }

    private static boolean isShown(PublicType type) {
        return !SKETCHES.contains(type.owner())
                && TYPES.stream()
                        .filter(other -> other.owner().equals(type.owner()))
                        .flatMap(other -> other.examples().stream())
                        .anyMatch(example -> !type.isNested() || example.mentions(type.name()));
    }
}
