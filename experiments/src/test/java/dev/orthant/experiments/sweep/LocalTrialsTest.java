package dev.orthant.experiments.sweep;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LocalTrialsTest {
    static List<TrialRunnerContract.Law> laws() {
        return TrialRunnerContract.all();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void keepsTheContract(TrialRunnerContract.Law law, @TempDir Path folder) throws Exception {
        law.check().on(source -> new LocalTrials(), folder);
    }
}
