package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.parallel.Parallel;
import java.util.List;

/// Samples in fixed blocks, drawn in parallel and combined in order: the same bits for any number of threads.
final class SampleBlocks {
    private SampleBlocks() {}

    /// The logarithms of the weights of one block.
    @FunctionalInterface
    interface LogWeights {
        double[] of(int block, int count);
    }

    /// What one block of samples comes to.
    @FunctionalInterface
    interface Task<T> {
        T run(int block, int count);
    }

    static WeightSummary summarise(long samples, int blockSize, LogWeights weights) {
        List<WeightSummary> summaries =
                map(samples, blockSize, (block, count) -> WeightSummary.of(weights.of(block, count)));
        return summaries.stream().reduce(WeightSummary.NONE, WeightSummary::plus);
    }

    static <T> List<T> map(long samples, int blockSize, Task<T> task) {
        int blocks = Math.toIntExact(Math.ceilDiv(samples, blockSize));
        return Parallel.map(
                blocks, block -> task.run(block, (int) Math.min(blockSize, samples - (long) block * blockSize)));
    }

    static void requireSamples(String operation, long samples) {
        if (samples < 1) {
            throw new IllegalArgumentException(
                    operation + ": " + samples + " samples were asked for; at least 1 is required");
        }
    }
}
