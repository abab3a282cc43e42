package dev.orthant.quality;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The arrows of the architecture, and the manners of a library.
class ArchitectureTest {
    /// Module to the modules that it may use.
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "tensor", Set.of(),
            "autograd", Set.of("tensor"),
            "layers", Set.of("tensor", "autograd"),
            "optimizers", Set.of("tensor"),
            "datasets", Set.of("tensor"),
            "experiments", Set.of("tensor", "autograd", "layers", "optimizers", "datasets"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(ARROWS.keySet().stream()
                    .map(module -> SourceTree.root().resolve(module).resolve("target/classes"))
                    .toList());

    @ParameterizedTest
    @ValueSource(strings = {"tensor", "autograd", "layers", "optimizers", "datasets", "experiments"})
    void aModuleUsesOnlyTheModulesThatItsArrowsPointTo(String module) {
        Path compiled = SourceTree.root().resolve(module).resolve("target/classes");
        assertTrue(Files.isDirectory(compiled), () -> compiled + " is missing: compile " + module + " first");
        String[] forbidden = ARROWS.keySet().stream()
                .filter(other -> !other.equals(module))
                .filter(other -> !ARROWS.getOrDefault(module, Set.of()).contains(other))
                .map(ArchitectureTest::packagesOf)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(packagesOf(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void noPackagesFormACycle() {
        slices().matching("dev.orthant.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void kernelsKnowNeitherTensorsNorWeights() {
        noClasses()
                .that()
                .resideInAPackage("dev.orthant.tensor.kernel..")
                .should()
                .dependOnClassesThat(describe(
                        "are Tensor or Weights",
                        type -> type.getFullName().equals("dev.orthant.tensor.Tensor")
                                || type.getPackageName().equals("dev.orthant.tensor.weights")))
                .check(CLASSES);
    }

    @Test
    void onlyKernelsUseTheIncubatingVectorModule() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.orthant.tensor.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .check(CLASSES);
    }

    @Test
    void theNumericalModulesDependOnTheJdkAlone() {
        Set<String> packages = new HashSet<>(List.of("org.jspecify.annotations"));
        packages.addAll(packagesOfJdkModule("java.base"));
        packages.addAll(packagesOfJdkModule("java.logging"));
        packages.addAll(packagesOfJdkModule("jdk.incubator.vector"));
        classes()
                .that()
                .resideInAnyPackage(
                        packagesOf("tensor"), packagesOf("autograd"), packagesOf("layers"), packagesOf("optimizers"))
                .should()
                .onlyDependOnClassesThat(describe(
                        "are ours, of java.base, java.logging, jdk.incubator.vector or JSpecify",
                        type -> type.getBaseComponentType().isPrimitive()
                                || type.getPackageName().startsWith("dev.orthant.")
                                || packages.contains(type.getBaseComponentType().getPackageName())))
                .check(CLASSES);
    }

    @Test
    void onlyOnePackageStartsParallelWork() {
        Set<String> schedulers = Set.of(
                "java.util.concurrent.CompletableFuture",
                "java.util.concurrent.ExecutorService",
                "java.util.concurrent.Executors",
                "java.util.concurrent.ForkJoinPool",
                "java.util.concurrent.ForkJoinTask",
                "java.util.concurrent.RecursiveAction",
                "java.util.concurrent.RecursiveTask",
                "java.util.concurrent.ScheduledExecutorService",
                "java.util.concurrent.StructuredTaskScope",
                "java.util.concurrent.ThreadPoolExecutor",
                "java.lang.Thread$Builder",
                "java.util.Timer");
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.orthant.tensor.parallel..")
                .should()
                .dependOnClassesThat(
                        describe("schedule work on threads", type -> schedulers.contains(type.getFullName())))
                .orShould()
                .accessTargetWhere(target(targetIs(
                        "start threads or parallel streams",
                        (owner, name) -> (owner.equals("java.lang.Thread") && name.startsWith("start"))
                                || (owner.startsWith("java.util.") && name.equals("parallelStream"))
                                || (owner.startsWith("java.util.stream.") && name.equals("parallel"))
                                || (owner.equals("java.util.Arrays") && name.startsWith("parallel")))))
                .because("results must not depend on the number of threads")
                .check(CLASSES);
    }

    @Test
    void librariesMakeNoThreadsOfTheirOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packagesOf("experiments"), "dev.orthant.tensor.parallel..")
                .should()
                .accessTargetWhere(target(targetIs(
                        "make threads", (owner, name) -> owner.equals("java.lang.Thread") && name.equals("<init>"))))
                .check(CLASSES);
    }

    @Test
    void onlyWhatFetchesKnowsTheNetwork() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packagesOf("experiments"), "dev.orthant.datasets.catalogue")
                .should()
                .dependOnClassesThat(describe(
                        "reach a network",
                        type -> type.getPackageName().startsWith("java.net")
                                || type.getSimpleName().contains("SocketChannel")))
                .check(CLASSES);
    }

    @Test
    void onlyFormatsCheckpointsAndWhatFetchesWriteFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        packagesOf("experiments"),
                        "dev.orthant.tensor.format",
                        "dev.orthant.optimizers.checkpoint",
                        "dev.orthant.datasets.catalogue")
                .should()
                .accessTargetWhere(target(targetIs("write files", ArchitectureTest::writesFiles)))
                .check(CLASSES);
    }

    /// Experiments make folders; what they write into them goes through `DurableFile`, so that nobody sees half of a file. Only the
    /// empty beginning of a report is made in place, because whoever makes it owns the folder, and the temporary files that a
    /// drill hands to the processes it starts.
    @Test
    void experimentsReplaceFilesAsAWhole() {
        noClasses()
                .that()
                .resideInAPackage(packagesOf("experiments"))
                .and()
                .resideOutsideOfPackage("dev.orthant.experiments.drill")
                .and()
                .doNotHaveSimpleName("Report")
                .should()
                .accessTargetWhere(target(targetIs(
                        "write files in place",
                        (owner, name) -> writesFiles(owner, name)
                                && !name.startsWith("createDirector")
                                && !name.startsWith("createTemp")
                                && !owner.equals("java.io.PrintWriter")))) // that of the terminal
                .check(CLASSES);
    }

    private static boolean writesFiles(String owner, String name) {
        return switch (owner) {
            case "java.nio.file.Files" ->
                Stream.of(
                                "write",
                                "create",
                                "newOutput",
                                "newBufferedWriter",
                                "newByteChannel",
                                "move",
                                "copy",
                                "delete",
                                "set")
                        .anyMatch(name::startsWith);
            case "java.io.FileOutputStream", "java.io.FileWriter", "java.io.RandomAccessFile", "java.io.PrintWriter" ->
                name.equals("<init>");
            default -> false;
        };
    }

    @Test
    void librariesHaveManners() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packagesOf("experiments"))
                .should()
                .accessTargetWhere(target(targetIs("belong to the host application", ArchitectureTest::belongsToHost)))
                .check(CLASSES);
    }

    private static boolean belongsToHost(String owner, String name) {
        return switch (owner) {
            case "java.lang.System" ->
                Set.of("out", "err", "exit", "setProperty", "setProperties", "clearProperty", "setOut", "setErr")
                        .contains(name);
            case "java.lang.Runtime" ->
                Set.of("addShutdownHook", "exit", "halt").contains(name);
            case "java.lang.Math" -> name.equals("random");
            case "java.util.Locale", "java.util.TimeZone" -> name.equals("setDefault");
            case "java.lang.Throwable", "java.lang.Exception" -> name.equals("printStackTrace");
            default -> false;
        };
    }

    @FunctionalInterface
    private interface NamedTarget {
        boolean test(String ownerClass, String member);
    }

    private static DescribedPredicate<AccessTarget> targetIs(String description, NamedTarget wanted) {
        return describe(description, target -> wanted.test(target.getOwner().getFullName(), target.getName()));
    }

    private static String packagesOf(String module) {
        return "dev.orthant." + module + "..";
    }

    private static Set<String> packagesOfJdkModule(String name) {
        return ModuleFinder.ofSystem()
                .find(name)
                .map(found -> found.descriptor().packages())
                .orElseThrow(() -> new AssertionError("this JDK has no module " + name));
    }
}
