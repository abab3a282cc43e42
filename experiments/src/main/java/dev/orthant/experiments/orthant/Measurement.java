package dev.orthant.experiments.orthant;

import dev.orthant.layers.infinite.orthant.OrthantEstimate;

/// What one method said about one problem.
///
/// @param preview    ln P by expectation propagation
/// @param upperBound of ln P
/// @param seconds    wall time, the first problems of a run with a cold JVM
record Measurement(
        ReferenceProblem problem,
        Method method,
        OrthantEstimate estimate,
        double preview,
        double upperBound,
        double seconds) {
    /// Estimate less truth, in standard errors of their difference; NaN if the truth is not known.
    double deviation() {
        return deviation(estimate, problem.truth(), problem.standardError());
    }

    static double deviation(OrthantEstimate estimate, double truth, double truthError) {
        double difference = estimate.logProbability() - truth;
        // both exact up to rounding: no deviation
        return Math.abs(difference) < 1e-9 ? 0 : difference / Math.hypot(estimate.relativeStandardError(), truthError);
    }
}
