package dev.orthant.experiments;

import dev.orthant.datasets.Split;
import dev.orthant.experiments.report.Report;
import dev.orthant.experiments.sweep.TrialRunner;
import dev.orthant.tensor.random.Streams;

/// What an experiment is given beside its parameters.
///
/// @param dataName what the data set is called: `digits`
/// @param data     the data set
/// @param streams  the root of all random streams of the run
/// @param runner   of the trials, for a [Sweep]
/// @param report   to be filled as the run goes
/// @param progress to be told of finished work
public record Run(String dataName, Split data, Streams streams, TrialRunner runner, Report report, Progress progress) {}
