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

    /// Modules whose public types all have an example.
    private static final List<String> MODULES = List.of("autograd", "datasets", "layers", "optimizers", "tensor");

    private static final List<PublicType> TYPES = MODULES.stream()
            .flatMap(module -> JavadocSource.types(ROOT.resolve(module)).stream())
            .toList();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before any test runs
    private static Path classes;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    static List<Example> examples() {
        return TYPES.stream().flatMap(type -> type.examples().stream()).toList();
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

    static List<String> modules() {
        return MODULES;
    }

    /// A nested type is shown where an example of its file mentions it.
    @ParameterizedTest
    @MethodSource("modules")
    void publicTypesHaveAnExample(String module) {
        List<PublicType> without = TYPES.stream()
                .filter(type -> type.module().equals(module))
                .filter(type -> !isShown(type))
                .toList();
        assertEquals(List.of(), without, () -> "public types of " + module + " without an example in their Javadoc");
    }

    private static boolean isShown(PublicType type) {
        return TYPES.stream()
                .filter(other -> other.owner().equals(type.owner()))
                .flatMap(other -> other.examples().stream())
                .anyMatch(example -> !type.isNested() || example.mentions(type.name()));
    }
}
