package dev.orthant.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The one jar holds what it should and nothing else, and starts with and without the Vector API.
class FinishedJarTest {
    private static final long LARGEST_JAR = 2_000_000;

    private static final List<String> MODULES = List.of("tensor", "autograd", "layers", "optimizers", "datasets");

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
        try (JarFile jar = new JarFile(Finished.jar().toFile())) {
            List<String> strangers = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.startsWith("dev/orthant/") && !name.startsWith("META-INF/"))
                    .filter(name -> !name.equals("dev/") && !name.equals("module-info.class"))
                    .toList();
            assertEquals(List.of(), strangers);
            assertNotNull(jar.getEntry("META-INF/LICENSE"), "META-INF/LICENSE is missing");
        }
    }

    /// Minimising removes what nobody calls; of our own classes it must remove none.
    @Test
    void holdsEveryClassOfTheModules() throws IOException {
        List<String> missing = new ArrayList<>();
        try (JarFile jar = new JarFile(Finished.jar().toFile())) {
            for (String module : MODULES) {
                Path classes = Finished.root().resolve(module).resolve("target/classes");
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

    /// What the modules open to everybody is open, and nothing else.
    @Test
    void exportsWhatTheModulesExport() {
        Set<String> expected = new TreeSet<>();
        for (String module : MODULES) {
            Path classes = Finished.root().resolve(module).resolve("target/classes");
            expected.addAll(exported(classes, "dev.orthant." + module));
        }
        assertEquals(expected, exported(Finished.jar(), "dev.orthant"));
    }

    private static Set<String> exported(Path place, String module) {
        return ModuleFinder.of(place)
                .find(module)
                .orElseThrow(() -> new AssertionError(place + " is not the module " + module))
                .descriptor()
                .exports()
                .stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Two builds of the same sources give the same bytes: no entry says when or where it was made.
    @Test
    void noEntryKnowsWhenItWasMade() throws IOException {
        try (JarFile jar = new JarFile(Finished.jar().toFile())) {
            Set<LocalDateTime> times =
                    jar.stream().map(JarEntry::getTimeLocal).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(1, times.size(), times::toString);
            Set<String> strange = jar.getManifest().getMainAttributes().keySet().stream()
                    .map(Object::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
            // The tools that wrote the manifest are named in it, not the machine or the hour.
            strange.removeAll(Set.of("Manifest-Version", "Created-By", "Ant-Version"));
            assertEquals(Set.of(), strange);
        }
    }

    /// Nor where: the folder of the build is in no file.
    @Test
    void noEntryKnowsWhereItWasMade() throws IOException {
        String place = Finished.root().toRealPath().toString();
        try (JarFile jar = new JarFile(Finished.jar().toFile())) {
            List<String> findings = new ArrayList<>();
            for (JarEntry entry : jar.stream().toList()) {
                try (InputStream stream = jar.getInputStream(entry)) {
                    if (new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1).contains(place)) {
                        findings.add(entry.getName());
                    }
                }
            }
            assertEquals(List.of(), findings);
        }
    }

    /// The README says how large the jar is, in tenths of a megabyte.
    @Test
    void theReadmeSaysItsSize() throws IOException {
        Matcher stated = Pattern.compile("\\((\\d+\\.\\d) MB")
                .matcher(Files.readString(Finished.root().resolve("README.md")));
        assertTrue(stated.find(), "README.md does not say how large the jar is, such as (1.8 MB)");
        assertEquals(Files.size(Finished.jar()) / 1e6, Double.parseDouble(stated.group(1)), 0.1);
    }

    @Test
    void isSmall() throws IOException {
        long size = Files.size(Finished.jar());
        assertTrue(size < LARGEST_JAR, () -> size + " bytes; fewer than " + LARGEST_JAR + " are required");
    }

    @Test
    void itsPomListsNoDependency() throws Exception {
        try (var pom = Files.newInputStream(Finished.pom())) {
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
        ChildProcess run = run("-cp", Finished.jar().toString());
        assertEquals("scalar 3.0", run.output(), run::errors);
        assertEquals(1, run.warnings().size(), run::errors);
        assertTrue(run.warnings().getFirst().contains(FLAG), run::errors);
    }

    @Test
    void withTheFlagVectorKernelsServe() throws Exception {
        ChildProcess run = run("-cp", Finished.jar().toString(), "--add-modules", "jdk.incubator.vector");
        assertEquals("vector 3.0", run.output(), run::errors);
        assertFalse(run.errors().contains(FLAG), run::errors);
    }

    @Test
    void onTheModulePathVectorKernelsServeWithoutTheFlag() throws Exception {
        ChildProcess run = run(
                "-p",
                Finished.jar().toString(),
                "--add-modules",
                "dev.orthant",
                "--add-exports",
                "dev.orthant/dev.orthant.tensor.kernel=ALL-UNNAMED");
        assertEquals("vector 3.0", run.output(), run::errors);
        assertFalse(run.errors().contains(FLAG), run::errors);
    }

    @Test
    void theMinimisedListsAreComplete() throws Exception {
        ChildProcess run = run(LISTS, List.of("-cp", Finished.jar().toString()));
        assertEquals("true", run.output(), run::errors);
    }

    /// Runs a program from its source.
    private ChildProcess run(String... options) throws IOException, InterruptedException {
        return run(PROGRAM, List.of(options));
    }

    private ChildProcess run(String program, List<String> options) throws IOException, InterruptedException {
        Path workplace = Files.createDirectories(folder.resolve("workplace"));
        Files.writeString(workplace.resolve("Program.java"), program);
        List<String> command = new ArrayList<>(List.of(ChildProcess.java(), "-Duser.language=en"));
        command.addAll(options);
        command.add("Program.java");
        return ChildProcess.run(workplace, Map.of(), command);
    }

    private static String child(Element element, String name) {
        NodeList children = element.getElementsByTagName(name);
        return children.getLength() == 0 ? "" : children.item(0).getTextContent();
    }
}
