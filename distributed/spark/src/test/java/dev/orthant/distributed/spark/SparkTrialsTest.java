package dev.orthant.distributed.spark;

import dev.orthant.experiments.sweep.TrialRunnerContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract on executors that are threads of this JVM.
class SparkTrialsTest {
    static List<TrialRunnerContract.Law> laws() {
        return TrialRunnerContract.all();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void keepsTheContract(TrialRunnerContract.Law law, @TempDir Path folder) throws Exception {
        law.check().on(source -> SparkTrials.connect("local[2]", source), folder);
    }
}
