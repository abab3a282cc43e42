package dev.orthant.benchmarks.peer;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Smile's multilayer perceptron, from jars that are found when the bench runs: no build needs them.
///
/// Version 2.0 multiplies its matrices in Java; later ones call a BLAS through native code. Its networks are random: their
/// weights cannot be set from outside. It predicts one example at a time, in float64.
public final class Smile implements AutoCloseable {
    /// Environment variable: the jars, as a class path.
    public static final String PLACE = "ORTHANT_SMILE";

    private static final String VERSION = "2.0.0";

    private static final List<String> MODULES = List.of("core", "math", "data", "graph");

    private final URLClassLoader loader;
    private final Class<?> layer;
    private final Class<?> outputFunction;
    private final Constructor<?> create;
    private final MethodHandle predict;

    private Smile(URLClassLoader loader) throws ReflectiveOperationException {
        this.loader = loader;
        layer = loader.loadClass("smile.base.mlp.Layer");
        outputFunction = loader.loadClass("smile.base.mlp.OutputFunction");
        Class<?> perceptron = loader.loadClass("smile.classification.MLP");
        create = Arrays.stream(perceptron.getConstructors())
                .filter(Smile::takesLayers)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException("MLP(int, LayerBuilder...)"));
        predict = MethodHandles.publicLookup()
                .findVirtual(perceptron, "predict", MethodType.methodType(int.class, double[].class, double[].class))
                .asType(MethodType.methodType(int.class, Object.class, double[].class, double[].class));
    }

    private static boolean takesLayers(Constructor<?> constructor) {
        Class<?>[] types = constructor.getParameterTypes();
        return types.length == 2 && types[0] == int.class && types[1].isArray();
    }

    /// Loads it from the jars that the environment names, or from Maven's local repository.
    ///
    /// @throws PeerMissingException if they are in neither
    public static Smile load(Map<String, String> environment) {
        List<Path> jars = jars(environment);
        if (jars.isEmpty() || !jars.stream().allMatch(Files::isRegularFile)) {
            throw new PeerMissingException("smile: not present; mvn dependency:get -Dartifact="
                    + "com.github.haifengli:smile-core:" + VERSION
                    + " fetches it, or name its jars, as a class path, in " + PLACE);
        }
        try {
            List<URL> places = new ArrayList<>();
            for (Path jar : jars) {
                places.add(jar.toUri().toURL());
            }
            return new Smile(new URLClassLoader(places.toArray(URL[]::new)));
        } catch (MalformedURLException | ReflectiveOperationException | LinkageError unusable) {
            throw new PeerMissingException("smile: " + jars + " are there but cannot be used (" + unusable + ")");
        }
    }

    private static List<Path> jars(Map<String, String> environment) {
        String named = environment.getOrDefault(PLACE, "");
        if (!named.isEmpty()) {
            return Arrays.stream(named.split(File.pathSeparator)).map(Path::of).toList();
        }
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        List<Path> jars = new ArrayList<>();
        for (String module : MODULES) {
            String name = "smile-" + module;
            jars.add(repository.resolve(
                    Path.of("com", "github", "haifengli", name, VERSION, name + "-" + VERSION + ".jar")));
        }
        logging(repository.resolve(Path.of("org", "slf4j", "slf4j-api"))).ifPresent(jars::add);
        return jars;
    }

    /// The interface that it logs through, of any version.
    private static Optional<Path> logging(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.getFileName().toString().matches("slf4j-api-[0-9.]+\\.jar"))
                    .max(Path::compareTo);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// A network, ready to be asked.
    @FunctionalInterface
    public interface Model {
        /// The scores of a batch, one example after the other.
        ///
        /// @param inputs the examples
        float[] predict(double[]... inputs);
    }

    /// A random network with rectifiers and, at the end, plain scores.
    ///
    /// @param inputs  numbers of an example
    /// @param hidden  neurons of each hidden layer
    /// @param outputs scores
    public Model perceptron(int inputs, int[] hidden, int outputs) {
        try {
            Object builders = Array.newInstance(create.getParameterTypes()[1].getComponentType(), hidden.length + 1);
            for (int i = 0; i < hidden.length; i++) {
                Array.set(builders, i, layer.getMethod("rectifier", int.class).invoke(null, hidden[i]));
            }
            Object plain = outputFunction.getField("LINEAR").get(null);
            Array.set(
                    builders,
                    hidden.length,
                    layer.getMethod("mse", int.class, outputFunction).invoke(null, outputs, plain));
            Object network = create.newInstance(inputs, builders);
            return examples -> predict(network, outputs, examples);
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("smile: " + failed.getCause(), failed);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("smile: " + failed, failed);
        }
    }

    private float[] predict(Object network, int outputs, double[]... examples) {
        float[] all = new float[examples.length * outputs];
        double[] scores = new double[outputs];
        for (int example = 0; example < examples.length; example++) {
            try {
                int _ = (int) predict.invokeExact(network, examples[example], scores);
            } catch (Throwable thrown) {
                throw NativeFunctions.failed("smile's predict", thrown);
            }
            for (int i = 0; i < outputs; i++) {
                all[example * outputs + i] = (float) scores[i];
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
