package dev.orthant.distributed.spark;

import dev.orthant.experiments.sweep.Trial;
import dev.orthant.experiments.sweep.TrialLedger;
import dev.orthant.experiments.sweep.TrialRunner;
import dev.orthant.experiments.sweep.TrialSource;
import dev.orthant.experiments.sweep.TrialStore;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/// Trials as tasks on the executors of a Spark cluster.
///
/// **One job per trial**, all submitted at once and in order: a trial that fails for good, even one that takes its executor down
/// with it, ends its own job and no other. A lost executor's trials are tried again, `spark.task.maxFailures` times in all.
/// Results come back to this process, the driver, which alone writes them; speculative copies and repetitions end in the
/// ledger, where a trial counts once. Executors need no shared disk, but the sweep's data at the same place as here.
///
/// A trial works on as many threads as its task has processors (`spark.task.cpus`); its results do not depend on it. Settings of
/// Spark are taken from system properties that begin with `spark.`.
public final class SparkTrials implements TrialRunner {
    private static final System.Logger LOG = System.getLogger(SparkTrials.class.getName());

    /// Workers within this machine: how many, processors and memory of each.
    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

    /// Spark gives up on masters that do not answer only after its context is there, in a thread of its own; an application
    /// that no master has named has a name of this kind.
    private static final String UNREGISTERED = "spark-application-";

    private final JavaSparkContext spark;
    private final TrialTask task;

    private SparkTrials(JavaSparkContext spark, TrialSource source) {
        this.spark = spark;
        this.task = new TrialTask(source);
    }

    /// Starts a Spark application in this JVM.
    ///
    /// @param master `spark://host:7077`, `local-cluster[2,1,2048]`, `local[2]`
    /// @param source of the trials that the runner will be given
    /// @throws IllegalArgumentException if Spark does not accept the master, or it does not answer
    public static SparkTrials connect(String master, TrialSource source) {
        SparkConf settings =
                new SparkConf().setMaster(master).setAppName("orthant").setIfMissing("spark.ui.enabled", "false");
        Matcher local = LOCAL_CLUSTER.matcher(master);
        if (local.matches()) {
            if (local.group(1).matches("0+") || local.group(2).matches("0+")) { // Spark would wait without end
                throw new IllegalArgumentException("Spark needs at least one executor and one core each");
            }
            settings.setIfMissing("spark.executor.memory", local.group(3) + "m"); // else 1024, whatever is asked for
        }
        try {
            JavaSparkContext spark = new JavaSparkContext(settings);
            if (master.startsWith("spark://") && spark.sc().applicationId().startsWith(UNREGISTERED)) {
                spark.close();
                throw new IllegalArgumentException("no master answers");
            }
            return new SparkTrials(spark, source);
        } catch (Exception refused) { // some are checked, which Scala does not declare
            throw new IllegalArgumentException("Spark did not start there: " + refused.getMessage(), refused);
        }
    }

    @Override
    public List<Map<String, Double>> run(
            List<Trial> trials, TrialStore store, BiConsumer<Trial, Map<String, Double>> finished) {
        TrialLedger ledger = new TrialLedger(trials, store, finished);
        try (ExecutorService waiters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Trial trial : ledger.missing()) {
                Future<List<TrialTask.Outcome>> job =
                        spark.parallelize(List.of(trial.id()), 1).map(task).collectAsync();
                all.add(waiters.submit(() -> await(trial, job, ledger)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("sweep: " + failed.getCause(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("sweep: interrupted; the finished trials are kept", interrupted);
        }
        return ledger.results();
    }

    private static void await(Trial trial, Future<List<TrialTask.Outcome>> job, TrialLedger ledger) {
        List<TrialTask.Outcome> outcomes;
        try {
            outcomes = job.get();
        } catch (ExecutionException failed) {
            ledger.fail(trial, new IllegalStateException(reason(failed), failed));
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ledger.fail(trial, interrupted);
            return;
        }
        TrialTask.Outcome outcome = outcomes.getFirst();
        if (outcome.attempt() > 0) {
            LOG.log(
                    Level.WARNING,
                    () -> "sweep: trial " + trial.id() + " was finished at attempt " + (outcome.attempt() + 1)
                            + ", on executor " + outcome.executor());
        }
        ledger.finish(trial, outcome.values());
    }

    /// What went wrong first: Spark wraps the trial's own error, and its message goes on with the stacks of both sides.
    private static String reason(Throwable failed) {
        Throwable first = failed;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return String.valueOf(first.getMessage()).lines().findFirst().orElse("");
    }

    /// Ends the Spark application.
    @Override
    public void close() {
        spark.close();
    }
}
