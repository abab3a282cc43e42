package dev.orthant.distributed.spark;

import dev.orthant.experiments.sweep.TrialRunner;
import dev.orthant.experiments.sweep.TrialRunnerConnector;
import dev.orthant.experiments.sweep.TrialSource;

/// Opens Spark contexts; found as a service.
public final class SparkConnector implements TrialRunnerConnector {
    @Override
    public TrialRunner connect(String address, TrialSource source) {
        return SparkTrials.connect(address, source);
    }
}
