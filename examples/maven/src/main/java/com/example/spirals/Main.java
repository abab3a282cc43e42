package com.example.spirals;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.random.Streams;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Trains, saves, loads, and lets eight threads ask the loaded network at once.
public final class Main {
    private static final int THREADS = 8;

    private Main() {}

    /// @param arguments where to save the weights; by default `spirals.safetensors`
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments.length == 0 ? "spirals.safetensors" : arguments[0]);
        Streams streams = Streams.ofSeed(7);
        Examples train = Spirals.points("train", 600, streams.named("train"));
        Examples test = Spirals.points("test", 300, streams.named("test"));

        Classifier trained = Classifier.fresh(streams.named("weights"));
        new Training(25, 50, 0.02).run(trained.network(), train, streams.named("batches"));
        trained.save(file);
        System.out.println(trained.network().summary());

        Classifier loaded = Classifier.load(file);
        int[] arms = loaded.arms(test.inputs());
        System.out.println(right(arms, test) + " of " + test.size() + " points are on the arm that was predicted");
        System.out.println(sameFromAllThreads(loaded, test, arms) + " of " + THREADS + " threads got the same answer");
    }

    private static int right(int[] arms, Examples test) {
        int right = 0;
        for (int i = 0; i < arms.length; i++) {
            right += arms[i] == test.label(i) ? 1 : 0;
        }
        return right;
    }

    private static int sameFromAllThreads(Classifier classifier, Examples test, int[] expected) throws Exception {
        int same = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            var questions = Collections.nCopies(THREADS, (Callable<int[]>) () -> classifier.arms(test.inputs()));
            for (Future<int[]> answer : threads.invokeAll(questions)) {
                same += Arrays.equals(expected, answer.get()) ? 1 : 0;
            }
        }
        return same;
    }
}
