package dev.orthant.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host application that trains, saves, loads and predicts finds its JVM and its folders as they were. Its JVM has no
/// `java.net.http`: what needs that is only what fetches.
class GoodGuestTest {
    private static final String HOST = """
        import dev.orthant.autograd.*;
        import dev.orthant.autograd.loss.MeanSquaredError;
        import dev.orthant.layers.*;
        import dev.orthant.layers.activation.Relu;
        import dev.orthant.optimizers.Adam;
        import dev.orthant.tensor.*;
        import dev.orthant.tensor.format.SafeTensors;
        import dev.orthant.tensor.random.Streams;
        import java.nio.file.Path;
        import java.util.*;

        class Host {
            public static void main(String[] arguments) throws Exception {
                List<Object> rest = rest(); // the JDK notes the time zone as a property when it is first asked
                Map<Object, Object> properties = new HashMap<>(System.getProperties());

                Tensor predicted = trainSaveLoadPredict(Path.of(arguments[0]));

                System.out.println("properties " + properties.equals(System.getProperties()));
                System.out.println("streams, locale, zone and handlers " + rest.equals(rest()));
                System.out.println("threads that keep the JVM alive " + Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.isDaemon() && thread != Thread.currentThread())
                        .map(Thread::getName)
                        .toList());

                Thread.currentThread().interrupt();
                Tensor interrupted = trainSaveLoadPredict(Path.of(arguments[0]));
                System.out.println("interrupted: same " + Arrays.equals(predicted.toArray(), interrupted.toArray())
                        + ", still interrupted " + Thread.interrupted());

                try {
                    Shape.of(1 << 16, 1 << 15);
                } catch (ShapeException tooLarge) {
                    System.out.println(tooLarge.getMessage());
                }
            }

            static List<Object> rest() {
                return Arrays.asList(System.out, System.err, System.in, Locale.getDefault(), TimeZone.getDefault(),
                        Thread.getDefaultUncaughtExceptionHandler());
            }

            static Tensor trainSaveLoadPredict(Path file) throws Exception {
                Streams streams = Streams.ofSeed(5);
                Layer layer = Sequential.of(new Linear(256, 1, 1), new Relu(), new Linear(1, 1, 1));
                Network network = Network.create(layer, Shape.of(64), new Initialiser.He(), streams.named("weights"));
                Tensor inputs = streams.named("inputs").gaussian(Shape.of(512, 64)); // enough for several threads
                Tensor targets = streams.named("targets").gaussian(Shape.of(512, 1));
                Adam adam = new Adam(0.01);
                var state = adam.start(network.weights());
                for (int step = 0; step < 5; step++) {
                    Tape tape = new Tape();
                    NamedValues weights = NamedValues.variables(tape, network.weights());
                    Value scores = layer.forward(tape, weights, tape.constant(inputs));
                    Value loss = new MeanSquaredError().of(tape, scores, tape.constant(targets));
                    state = adam.step(
                            network.weights(), weights.gradients(network.weights(), tape.backward(loss)), state, 1);
                }
                if (Thread.currentThread().isInterrupted()) {
                    return network.predict(inputs); // channels close themselves under a thread that is interrupted
                }
                SafeTensors.write(file, network.weights().state(), Map.of());
                return Network.ofState(layer, Shape.of(64), SafeTensors.read(file)).predict(inputs);
            }
        }
        """;

    private static final String EXPECTED = """
        properties true
        streams, locale, zone and handlers true
        threads that keep the JVM alive []
        interrupted: same true, still interrupted true
        shape: [65536, 32768] has more than 2147483639 elements, the most a Java array holds; split the work into smaller\
         tensors
        """;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void theHostFindsEverythingAsItWas() throws Exception {
        Path code = Files.createDirectories(folder.resolve("code"));
        Path workplace = Files.createDirectories(folder.resolve("workplace"));
        Path home = Files.createDirectories(folder.resolve("home"));
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        Path given = Files.createDirectories(folder.resolve("given"));
        Files.writeString(code.resolve("Host.java"), HOST);
        String jar = Finished.jar().toString();
        ChildProcess.run(
                code,
                Map.of(),
                List.of(ChildProcess.java() + "c", "-proc:none", "-cp", jar, "-d", code.toString(), "Host.java"));
        List<String> command = new ArrayList<>(List.of(
                ChildProcess.java(),
                "--limit-modules=java.base,java.logging,jdk.incubator.vector",
                "--add-modules=jdk.incubator.vector",
                "-XX:-UsePerfData",
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-Ddev.orthant.threads=2"));
        command.addAll(List.of("-cp", jar + File.pathSeparator + code, "Host"));
        command.add(given.resolve("weights.safetensors").toString());

        ChildProcess run = ChildProcess.run(workplace, Map.of(), command);

        assertEquals(EXPECTED.strip(), run.output(), run::errors);
        assertEquals(List.of("WARNING: Using incubator modules: jdk.incubator.vector"), run.warnings());
        assertEquals(List.of(given.resolve("weights.safetensors")), files(workplace, home, temporary, given));
    }

    private static List<Path> files(Path... folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : folders) {
            try (Stream<Path> found = Files.walk(place)) {
                found.filter(path -> !path.equals(place)).forEach(files::add);
            }
        }
        return files;
    }
}
