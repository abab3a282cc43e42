package dev.orthant.experiments.orthant;

import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.layers.infinite.orthant.OrthantEstimator;
import dev.orthant.tensor.random.Streams;

/// How often the stated 95 % interval holds the truth.
///
/// @param inside      how many of them
/// @param repetitions with seeds of their own
/// @param meanError   mean of the stated relative standard errors
/// @param trueError   root mean square of ln P̂ − ln P
record Coverage(ReferenceProblem problem, int inside, int repetitions, double meanError, double trueError) {
    static Coverage of(
            ReferenceProblem problem, OrthantEstimator estimator, int repetitions, Streams streams, Runnable step) {
        int inside = 0;
        double stated = 0;
        double squares = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            OrthantEstimate estimate =
                    estimator.estimate(problem.covariance(), problem.signs(), streams.indexed(repetition));
            double difference = estimate.logProbability() - problem.truth();
            inside += Math.abs(difference) <= estimate.halfWidth95() ? 1 : 0;
            stated += estimate.relativeStandardError() / repetitions;
            squares += difference * difference / repetitions;
            step.run();
        }
        return new Coverage(problem, inside, repetitions, stated, Math.sqrt(squares));
    }

    double share() {
        return (double) inside / repetitions;
    }
}
