package dev.orthant.experiments.cli;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.IVersionProvider;

/// What a run was made with.
final class Provenance {
    /// System property by which the launcher says which commit was built.
    private static final String COMMIT_PROPERTY = "dev.orthant.commit";

    private Provenance() {}

    static String commit() {
        String commit = System.getProperty(COMMIT_PROPERTY, "");
        return commit.isEmpty() ? "unknown" : commit;
    }

    static String jdk() {
        return System.getProperty("java.vendor") + " " + Runtime.version();
    }

    /// The machine's part of `run.json`.
    static Map<String, Object> machine(int threads) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("commit", commit());
        machine.put("jdk", jdk());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("kernels", ActiveKernels.get().name());
        machine.put("lanes", ActiveKernels.get().lanes());
        machine.put("threads", threads);
        return machine;
    }

    static int threads() {
        return Parallel.threads();
    }

    /// For `--version`.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"orthant 0.1.0-SNAPSHOT, commit " + commit() + ", " + jdk()};
        }
    }
}
