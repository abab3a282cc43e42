package com.example.rings;

import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.datasets.Batches;
import dev.orthant.datasets.Examples;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.optimizers.Adam;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.SafeTensors;
import dev.orthant.tensor.random.Streams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// On which of three rings does a point of the plane lie? A network learns it, is saved, loaded, and asked by eight
/// threads at once.
public final class Rings {
    private static final int RINGS = 3;
    private static final int THREADS = 8;
    private static final int EPOCHS = 10;
    private static final Layer LAYER = Sequential.of(new Linear(32, 1, 1), new Relu(), new Linear(RINGS, 1, 1));

    private Rings() {}

    /// @param arguments where to save the weights; by default `rings.safetensors`
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments.length == 0 ? "rings.safetensors" : arguments[0]);
        Streams streams = Streams.ofSeed(1);
        Examples train = points("train", 900, streams.named("train"));
        Examples test = points("test", 300, streams.named("test"));

        Network network =
                Network.create(LAYER, train.exampleShape(), new Initialiser.UniformFanIn(), streams.named("weights"));
        train(network, train, streams.named("batches"));
        SafeTensors.write(file, network.weights().state(), Map.of("trained on", train.name()));

        Network loaded = Network.ofState(LAYER, train.exampleShape(), SafeTensors.read(file));
        List<List<Integer>> answers = askFromManyThreads(loaded, test.inputs());
        int right = 0;
        for (int i = 0; i < test.size(); i++) {
            if (answers.getFirst().get(i) == test.label(i)) {
                right++;
            }
        }
        System.out.println("rings: " + 100 * right / test.size() + " % of " + test.size() + " points are right");
        System.out.println(
                "rings: " + THREADS + " threads, " + answers.stream().distinct().count() + " answer");
    }

    /// Ring k has radius k + 1; its points lie at most 0.3 beside it.
    private static Examples points(String name, int count, Streams streams) {
        float[] angle = streams.named("angle").uniform(Shape.of(count)).toArray();
        float[] beside = streams.named("beside").uniform(Shape.of(count)).toArray();
        float[] points = new float[2 * count];
        int[] rings = new int[count];
        for (int i = 0; i < count; i++) {
            rings[i] = i % RINGS;
            double radius = rings[i] + 1 + 0.6 * (beside[i] - 0.5);
            points[2 * i] = (float) (radius * Math.cos(2 * Math.PI * angle[i]));
            points[2 * i + 1] = (float) (radius * Math.sin(2 * Math.PI * angle[i]));
        }
        return Examples.of(name, Tensor.of(Shape.of(count, 2), points), rings, RINGS);
    }

    /// The weights of the network change in place.
    private static void train(Network network, Examples train, Streams streams) {
        Adam adam = new Adam(0.02);
        Adam.State state = adam.start(network.weights());
        Batches batches = new Batches(train.size(), 60, streams);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int[] indices : batches.epoch(epoch)) {
                Examples batch = train.take(indices);
                Tape tape = new Tape();
                NamedValues weights = NamedValues.variables(tape, network.weights());
                Value scores = network.layer().forward(tape, weights, tape.constant(batch.inputs()));
                Value loss = new CrossEntropy().of(tape, scores, tape.constant(labels(batch)));
                Gradients gradients = tape.backward(loss);
                state = adam.step(network.weights(), weights.gradients(network.weights(), gradients), state, 1);
            }
        }
    }

    private static Tensor labels(Examples batch) {
        float[] labels = new float[batch.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = batch.label(i);
        }
        return Tensor.of(Shape.of(labels.length, 1), labels);
    }

    /// One network serves all threads: to predict changes nothing.
    private static List<List<Integer>> askFromManyThreads(Network network, Tensor points) throws Exception {
        Callable<List<Integer>> question = () -> largest(network.predict(points));
        List<List<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<List<Integer>> answer : threads.invokeAll(Collections.nCopies(THREADS, question))) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    /// For each row of scores, which is the largest.
    private static List<Integer> largest(Tensor scores) {
        List<Integer> classes = new ArrayList<>();
        for (int row = 0; row < scores.shape().axis(0); row++) {
            int best = 0;
            for (int k = 1; k < RINGS; k++) {
                best = scores.at(row, k) > scores.at(row, best) ? k : best;
            }
            classes.add(best);
        }
        return classes;
    }
}
