package dev.orthant.quality.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All lessons are compiled in one run of the compiler; each then prints, in this JVM, what its text file says.
final class LessonsTest {
    private static final int LESSONS = 12;
    private static final Path FOLDER =
            Path.of(System.getProperty("orthant.root", "..")).resolve("docs/lessons");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before any test runs
    private static Path classes;

    static List<Path> lessons() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    @BeforeAll
    static void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path", ""),
                    "-proc:none",
                    "-nowarn");
            boolean compiled = compiler.getTask(
                            errors, files, null, options, null, files.getJavaFileObjectsFromPaths(lessons()))
                    .call();
            assertTrue(compiled, errors::toString);
        }
    }

    @Test
    void thereAreTwelve() throws IOException {
        assertEquals(LESSONS, lessons().size());
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void aLessonPrintsWhatStandsBesideIt(Path lesson) throws Exception {
        String name = lesson.toFile().getName().replace(".java", "");
        String expected = Files.readString(lesson.resolveSibling(name + ".txt"));
        assertEquals(expected.lines().toList(), output(name).lines().toList(), name);
    }

    private static String output(String name) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        Locale locale = Locale.getDefault();
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()});
                PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            Locale.setDefault(Locale.ROOT);
            Method main = loader.loadClass(name).getDeclaredMethod("main", String[].class);
            main.setAccessible(true); // the class is not public, as in any single-file program
            main.invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
            Locale.setDefault(locale);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
