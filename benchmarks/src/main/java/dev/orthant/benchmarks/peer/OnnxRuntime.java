package dev.orthant.benchmarks.peer;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// onnxruntime through its own Java interface, from a jar that is found when the bench runs: no build needs it.
public final class OnnxRuntime implements AutoCloseable {
    /// Environment variable: the jar.
    public static final String PLACE = "ORTHANT_ONNXRUNTIME";

    private static final String VERSION = "1.29.0";

    private final URLClassLoader loader;
    private final Object environment;
    private final Class<?> options;
    private final Method createSession;
    private final Method createTensor;

    private OnnxRuntime(URLClassLoader loader) throws ReflectiveOperationException {
        this.loader = loader;
        Class<?> type = loader.loadClass("ai.onnxruntime.OrtEnvironment");
        options = loader.loadClass("ai.onnxruntime.OrtSession$SessionOptions");
        environment = type.getMethod("getEnvironment").invoke(null);
        createSession = type.getMethod("createSession", byte[].class, options);
        createTensor = loader.loadClass("ai.onnxruntime.OnnxTensor")
                .getMethod("createTensor", type, FloatBuffer.class, long[].class);
    }

    /// Loads it from the jar that the environment names, or from Maven's local repository.
    ///
    /// @throws PeerMissingException if it is in neither
    public static OnnxRuntime load(Map<String, String> environment) {
        Path jar = Path.of(environment.getOrDefault(
                PLACE,
                System.getProperty("user.home") + "/.m2/repository/com/microsoft/onnxruntime/onnxruntime/" + VERSION
                        + "/onnxruntime-" + VERSION + ".jar"));
        if (!Files.isRegularFile(jar)) {
            throw new PeerMissingException("onnxruntime: not present; mvn dependency:get -Dartifact="
                    + "com.microsoft.onnxruntime:onnxruntime:" + VERSION
                    + " fetches it (54 MB), or name its jar in " + PLACE);
        }
        try {
            return new OnnxRuntime(new URLClassLoader(new URL[] {jar.toUri().toURL()}));
        } catch (IOException | ReflectiveOperationException | LinkageError unusable) {
            throw new PeerMissingException("onnxruntime: " + jar + " is there but cannot be used (" + unusable + ")");
        }
    }

    /// A model, ready to be asked.
    @FunctionalInterface
    public interface Model {
        /// The scores of a batch.
        float[] predict(float[] inputs, long... shape);
    }

    /// Reads a model whose input is called `input`.
    ///
    /// @param threads that one prediction may use
    public Model model(byte[] onnx, int threads) {
        try {
            Object settings = options.getConstructor().newInstance();
            options.getMethod("setIntraOpNumThreads", int.class).invoke(settings, threads);
            Object session = createSession.invoke(environment, onnx, settings);
            Method run = session.getClass().getMethod("run", Map.class);
            Method first = run.getReturnType().getMethod("get", int.class);
            Method buffer = createTensor.getReturnType().getMethod("getFloatBuffer");
            return (inputs, shape) -> {
                try (AutoCloseable tensor = (AutoCloseable)
                                createTensor.invoke(null, environment, FloatBuffer.wrap(inputs), shape);
                        AutoCloseable result = (AutoCloseable) run.invoke(session, Map.of("input", tensor))) {
                    FloatBuffer scores = (FloatBuffer) buffer.invoke(first.invoke(result, 0));
                    float[] numbers = new float[scores.remaining()];
                    scores.get(numbers);
                    return numbers;
                } catch (Exception failed) {
                    throw new IllegalStateException("onnxruntime: " + failed, failed);
                }
            };
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("onnxruntime: " + failed.getCause(), failed);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("onnxruntime: " + failed, failed);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
