package dev.orthant.benchmarks.latency;

import dev.orthant.benchmarks.measure.Latency;
import dev.orthant.benchmarks.peer.Libtorch;
import dev.orthant.benchmarks.peer.OnnxRuntime;
import dev.orthant.benchmarks.peer.PeerMissingException;
import dev.orthant.benchmarks.peer.Smile;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.export.OnnxModel;
import dev.orthant.layers.nets.LeNet;
import dev.orthant.layers.nets.Mlp;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `bench predict`: ordinary networks with the same weights on all sides but Smile's, in one JVM. Every side takes an
/// array and gives an array; ours, onnxruntime and Smile make theirs, libtorch's linear layers read and write memory that is
/// already there.
public final class PredictLatency {
    /// Calls of one side before the next has its turn: some milliseconds, so that a noisy neighbour meets all sides.
    private static final int TURN = 50;

    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final long MEASURED_NANOS = 1_500_000_000L;
    private static final int QUICK = 100;
    private static final int OUTPUTS = 10;

    /// float32 sums of 784 products, relative to the largest score.
    private static final double TOLERANCE = 1e-4;

    private static final Streams STREAMS = Streams.ofSeed(5);

    private PredictLatency() {}

    /// One network and how many examples at once.
    private record Setting(String name, Network network, int[] hidden, int batch) {
        String title() {
            return name + " batch " + batch;
        }

        /// Or else LeNet.
        boolean isPerceptron() {
            return hidden.length > 0;
        }
    }

    /// @param sameWeights as ours, so that the scores must be ours too
    private record Side(String name, boolean sameWeights, Supplier<float[]> predict) {}

    private record Peers(Optional<Libtorch> torch, Optional<OnnxRuntime> onnx, Optional<Smile> smile) {}

    /// Measures and prints.
    ///
    /// @param threads  for one prediction
    /// @param quick    shows that it runs, not how fast
    /// @param only     rows whose name holds this text
    /// @param libtorch its folder
    /// @return what `--json` writes
    public static Map<String, Object> run(int threads, boolean quick, String only, String libtorch, PrintWriter out) {
        Peers peers = new Peers(
                present(() -> Libtorch.load(libtorch, System.getenv()), out),
                present(() -> OnnxRuntime.load(System.getenv()), out),
                present(() -> Smile.load(System.getenv()), out));
        peers.torch().ifPresent(peer -> peer.threads(threads));
        peers.smile().ifPresent(peer -> out.println("smile: other weights of the same sizes; float64"));
        out.println(
                "predict: single calls in us, examples a second; ratio: their p50 / our p50, above 1 ours is faster; "
                        + threads + (threads == 1 ? " thread" : " threads"));
        out.printf(
                Locale.ROOT,
                "%-28s %-12s %10s %10s %12s %8s%n",
                "network",
                "side",
                "p50",
                "p99",
                "examples/s",
                "ratio");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Setting setting : settings()) {
            if (!setting.title().contains(only)) {
                continue;
            }
            try (Arena arena = Arena.ofConfined()) {
                List<Side> sides = sides(setting, peers, arena, threads);
                requireSame(setting, sides);
                List<Latency> latencies = measure(sides, quick);
                for (int i = 0; i < sides.size(); i++) {
                    rows.add(print(setting, sides.get(i), latencies.get(i), latencies.getFirst(), out));
                }
            }
        }
        return new LinkedHashMap<>(Map.of("bench", "predict", "threads", threads, "rows", rows));
    }

    private static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (int batch : new int[] {1, 64}) {
            settings.add(setting("784-256-10", batch, 256));
            settings.add(setting("784-256-128-10", batch, 256, 128));
            settings.add(new Setting("LeNet", network(LeNet.of(OUTPUTS), Shape.of(28, 28, 1)), new int[0], batch));
        }
        return settings;
    }

    private static Setting setting(String name, int batch, int... hidden) {
        return new Setting("MLP " + name, network(Mlp.of(OUTPUTS, hidden), Shape.of(784)), hidden, batch);
    }

    private static Network network(Layer layer, Shape input) {
        return Network.create(layer, input, new Initialiser.UniformFanIn(), STREAMS.named("weights"));
    }

    private static List<Side> sides(Setting setting, Peers peers, Arena arena, int threads) {
        Shape shape = setting.network().input().batch(setting.batch());
        float[] inputs = STREAMS.named("inputs").gaussian(shape).toArray();
        List<Side> sides = new ArrayList<>();
        sides.add(new Side(
                "orthant",
                true,
                () -> setting.network()
                        .predict(Tensor.wrap(shape, inputs))
                        .span()
                        .array()));
        peers.onnx().ifPresent(peer -> {
            OnnxRuntime.Model model = peer.model(OnnxModel.bytes(setting.network()), threads);
            long[] axes = Arrays.stream(shape.toArray()).asLongStream().toArray();
            sides.add(new Side("onnxruntime", true, () -> model.predict(inputs, axes)));
        });
        peers.torch().ifPresent(peer -> {
            LibtorchNetworks networks = new LibtorchNetworks(peer, arena);
            Weights weights = setting.network().weights();
            sides.add(new Side(
                    "libtorch",
                    true,
                    setting.isPerceptron()
                            ? networks.perceptron(weights, setting.hidden().length + 1, inputs, setting.batch())
                            : networks.leNet(weights, inputs, setting.batch())));
        });
        if (setting.isPerceptron()) {
            peers.smile().ifPresent(peer -> sides.add(new Side("smile", false, smile(peer, setting, inputs))));
        }
        return sides;
    }

    /// Smile takes float64 numbers, an array for each example; they are ready before the clock starts.
    private static Supplier<float[]> smile(Smile smile, Setting setting, float[] inputs) {
        int numbers = inputs.length / setting.batch();
        double[][] examples = new double[setting.batch()][numbers];
        for (int i = 0; i < inputs.length; i++) {
            examples[i / numbers][i % numbers] = inputs[i];
        }
        Smile.Model model = smile.perceptron(numbers, setting.hidden(), OUTPUTS);
        return () -> model.predict(examples);
    }

    private static void requireSame(Setting setting, List<Side> sides) {
        float[] ours = sides.getFirst().predict().get();
        double largest = 0;
        for (float score : ours) {
            largest = Math.max(largest, Math.abs(score));
        }
        for (Side side : sides) {
            if (!side.sameWeights()) {
                continue;
            }
            float[] theirs = side.predict().get();
            for (int i = 0; i < ours.length; i++) {
                if (!(Math.abs(ours[i] - theirs[i]) <= TOLERANCE * largest)) {
                    throw new IllegalStateException(setting.title() + ": score " + i + " of " + side.name() + " is "
                            + theirs[i] + " and ours " + ours[i]);
                }
            }
        }
    }

    /// All sides in turn, after each has run alone until it is compiled.
    private static List<Latency> measure(List<Side> sides, boolean quick) {
        if (!quick) {
            for (Side side : sides) {
                long end = System.nanoTime() + WARM_UP_NANOS;
                while (System.nanoTime() < end) {
                    turn(side.predict());
                }
            }
        }
        List<List<long[]>> turns = new ArrayList<>();
        sides.forEach(side -> turns.add(new ArrayList<>()));
        long end = System.nanoTime() + (quick ? 0 : MEASURED_NANOS * sides.size());
        do {
            for (int i = 0; i < sides.size(); i++) {
                turns.get(i).add(turn(sides.get(i).predict()));
            }
        } while (System.nanoTime() < end || (quick && turns.getFirst().size() * TURN < QUICK));
        return turns.stream()
                .map(each ->
                        Latency.of(each.stream().flatMapToLong(Arrays::stream).toArray()))
                .toList();
    }

    private static long[] turn(Supplier<float[]> predict) {
        long[] nanos = new long[TURN];
        int scores = 0;
        for (int i = 0; i < TURN; i++) {
            long start = System.nanoTime();
            scores += predict.get().length;
            nanos[i] = System.nanoTime() - start;
        }
        if (scores == 0) {
            throw new IllegalStateException("a prediction without a score");
        }
        return nanos;
    }

    private static Map<String, Object> print(
            Setting setting, Side side, Latency latency, Latency ours, PrintWriter out) {
        double ratio = latency.median() / ours.median();
        double examples = setting.batch() * latency.perSecond();
        out.printf(
                Locale.ROOT,
                "%-28s %-12s %10.2f %10.2f %12.0f %8.2f%n",
                setting.title(),
                side.name(),
                1e6 * latency.median(),
                1e6 * latency.slowest(),
                examples,
                ratio);
        out.println("    " + latency.histogram().line());
        out.flush();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("network", setting.title());
        row.put("side", side.name());
        row.put("sameWeights", side.sameWeights());
        row.put("p50", latency.median());
        row.put("p99", latency.slowest());
        row.put("examplesPerSecond", examples);
        row.put("ratio", ratio);
        row.put("histogram", latency.histogram().json());
        return row;
    }

    private static <P> Optional<P> present(Supplier<P> loading, PrintWriter out) {
        try {
            return Optional.of(loading.get());
        } catch (PeerMissingException absent) {
            out.println(absent.getMessage());
            return Optional.empty();
        }
    }
}
