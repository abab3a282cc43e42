package dev.orthant.distributed.spark;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.experiments.sweep.TrialRunnerContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "spark:/x", "spark://", "local[0]", "local-cluster[2,1]", "local-cluster[0,1,512]"})
    void addressesThatCannotBeAreRefused(String master) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SparkTrials.connect(master, List::of));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("Spark "), refused.getMessage());
    }
}
