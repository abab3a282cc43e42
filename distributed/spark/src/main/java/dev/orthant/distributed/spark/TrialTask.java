package dev.orthant.distributed.spark;

import dev.orthant.experiments.sweep.Trial;
import dev.orthant.experiments.sweep.TrialSource;
import dev.orthant.tensor.parallel.Parallel;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/// What an executor does: it makes the sweep's trials from their source, once per JVM, and runs the one of an id.
record TrialTask(TrialSource source) implements Function<String, TrialTask.Outcome> {
    private static final Map<TrialSource, Map<String, Trial>> MADE = new ConcurrentHashMap<>();

    /// What comes back.
    ///
    /// @param attempt 0 at first; more if an executor was lost or the trial failed
    record Outcome(Map<String, Double> values, int attempt, String executor) implements Serializable {}

    @Override
    public Outcome call(String id) throws Exception {
        Trial trial = MADE.computeIfAbsent(source, TrialTask::byId).get(id);
        if (trial == null) {
            throw new IllegalStateException("spark: the trial " + id + " does not exist on this executor;"
                    + " driver and executors must have the same version of Orthant");
        }
        TaskContext task = TaskContext.get();
        return new Outcome(
                Parallel.withThreads(task.cpus(), trial.work()),
                task.attemptNumber(),
                SparkEnv.get().executorId());
    }

    private static Map<String, Trial> byId(TrialSource source) {
        return source.trials().stream().collect(Collectors.toUnmodifiableMap(Trial::id, UnaryOperator.identity()));
    }
}
