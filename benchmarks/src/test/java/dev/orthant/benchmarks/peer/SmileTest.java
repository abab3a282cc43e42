package dev.orthant.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a jar of stand-ins that have the signatures of Smile 2.0 and compute something simple: Smile itself is no dependency.
class SmileTest {
    private static final Map<String, String> STAND_INS = Map.of(
            "smile/base/mlp/OutputFunction.java",
            "package smile.base.mlp; public enum OutputFunction { LINEAR { }, SIGMOID { } }",
            "smile/base/mlp/LayerBuilder.java",
            "package smile.base.mlp; public record LayerBuilder(String kind, int n) { }",
            "smile/base/mlp/Layer.java",
            """
            package smile.base.mlp;
            public abstract class Layer {
                public static LayerBuilder rectifier(int n) { return new LayerBuilder("rectifier", n); }
                public static LayerBuilder mse(int n, OutputFunction f) { return new LayerBuilder(f.name(), n); }
            }
            """,
            "smile/classification/MLP.java",
            """
            package smile.classification;
            import smile.base.mlp.LayerBuilder;
            public class MLP {
                private final String layers;
                public MLP(String labels, int p, LayerBuilder... builders) { throw new AssertionError(labels); }
                public MLP(int p, LayerBuilder... builders) { layers = p + java.util.Arrays.toString(builders); }
                public int predict(double[] x) { throw new AssertionError(); }
                public int predict(double[] x, double[] scores) {
                    scores[0] = x[0] + x[1];
                    scores[1] = layers.hashCode() % 1000;
                    return 0;
                }
            }
            """);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before every test
    private Path folder;

    @Test
    void aBatchIsOneExampleAfterTheOther() throws IOException {
        String layers = "2[LayerBuilder[kind=rectifier, n=5], LayerBuilder[kind=LINEAR, n=2]]";
        float second = layers.hashCode() % 1000;
        try (Smile smile = Smile.load(Map.of(Smile.PLACE, jar().toString()))) {
            Smile.Model model = smile.perceptron(2, new int[] {5}, 2);
            assertArrayEquals(
                    new float[] {3, second, 7, second, -1, second},
                    model.predict(new double[] {1, 2}, new double[] {3, 4}, new double[] {1, -2}));
        }
    }

    @Test
    void whatIsAbsentOrUnusableSaysHowToGetIt() throws IOException {
        Path absent = folder.resolve("absent.jar");
        String named = jar() + File.pathSeparator + absent;
        assertTrue(refusal(named).startsWith("smile: not present; mvn dependency:get"), refusal(named));
        assertTrue(refusal(named).endsWith(Smile.PLACE), refusal(named));
        Path empty = folder.resolve("empty.jar");
        pack(empty, List.of());
        assertTrue(refusal(empty.toString()).contains("cannot be used"), refusal(empty.toString()));
    }

    private static String refusal(String place) {
        Map<String, String> environment = Map.of(Smile.PLACE, place);
        return String.valueOf(assertThrows(PeerMissingException.class, () -> Smile.load(environment))
                .getMessage());
    }

    private Path jar() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
        for (Map.Entry<String, String> source : STAND_INS.entrySet()) {
            Path file = folder.resolve("sources").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        Path jar = folder.resolve("stand-ins.jar");
        try (Stream<Path> files = Files.walk(folder.resolve("smile"))) {
            pack(jar, files.filter(Files::isRegularFile).toList());
        }
        return jar;
    }

    private void pack(Path jar, List<Path> files) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }
}
