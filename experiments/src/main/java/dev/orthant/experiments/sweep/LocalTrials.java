package dev.orthant.experiments.sweep;

import dev.orthant.tensor.parallel.Parallel;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Trials on the threads of this JVM, side by side, each on one thread.
public record LocalTrials() implements TrialRunner {
    @Override
    public List<Map<String, Double>> run(
            List<Trial> trials, TrialStore store, BiConsumer<Trial, Map<String, Double>> finished) {
        TrialLedger ledger = new TrialLedger(trials, store, finished);
        List<Trial> missing = ledger.missing();
        Parallel.map(missing.size(), index -> {
            Trial trial = missing.get(index);
            Map<String, Double> values;
            try {
                values = trial.work().call();
            } catch (Exception failed) {
                ledger.fail(trial, failed);
                return false;
            }
            ledger.finish(trial, values);
            return true;
        });
        return ledger.results();
    }

    @Override
    public void close() {}
}
