package dev.orthant.experiments.orthant;

import dev.orthant.layers.infinite.orthant.EffectiveSamples;
import dev.orthant.layers.infinite.orthant.GibbsChain;
import dev.orthant.layers.infinite.orthant.Guide;
import dev.orthant.layers.infinite.orthant.HamiltonianChain;
import dev.orthant.layers.infinite.orthant.OrthantPosterior;
import dev.orthant.layers.infinite.orthant.SequentialMonteCarlo;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Samples of the scores given their signs, by one sampler on one problem.
///
/// @param sampler    in words
/// @param draws      how many scores vectors were drawn
/// @param effective  independent draws that they are worth: for chains the smaller of those for the mean of |f| and for one
///                   |f|; for particles (Σw)²/Σw²
/// @param violations scores of the wrong sign, in all draws
/// @param meanScore  mean of |f| over scores and draws
/// @param error      standard error of it
/// @param seconds    wall time
record ChainReport(
        ReferenceProblem problem,
        String sampler,
        int draws,
        double effective,
        long violations,
        double meanScore,
        double error,
        double seconds) {
    static List<ChainReport> all(ReferenceProblem problem, OrthantComparison.Parameters parameters, Streams streams) {
        List<ChainReport> reports = new ArrayList<>();
        int states = parameters.chainStates();
        long start = System.nanoTime();
        OrthantPosterior posterior = new SequentialMonteCarlo(
                        parameters.islands(), parameters.particles(), Guide.GUARDED)
                .posterior(problem.covariance(), problem.signs(), streams.named("particles"));
        Matrix particles = posterior.draw(parameters.islands() * parameters.particles(), streams.named("draw"));
        double effective = posterior.estimate().effectiveSampleSize();
        reports.add(of(problem, "particles", particles, effective, start));
        start = System.nanoTime();
        Matrix hamiltonian = new HamiltonianChain(states / 10)
                .draw(problem.covariance(), problem.signs(), states, streams.named("hamiltonian"));
        reports.add(of(problem, "hamiltonian", hamiltonian, Double.POSITIVE_INFINITY, start));
        start = System.nanoTime();
        Matrix gibbs = new GibbsChain(states / 10, 1)
                .draw(problem.covariance(), problem.signs(), states, streams.named("gibbs"));
        reports.add(of(problem, "gibbs", gibbs, Double.POSITIVE_INFINITY, start));
        return reports;
    }

    private static ChainReport of(
            ReferenceProblem problem, String sampler, Matrix draws, double atMost, long startNanos) {
        double seconds = (System.nanoTime() - startNanos) * 1e-9;
        int[] signs = problem.signs();
        double[] means = new double[draws.rows()];
        long violations = 0;
        for (int k = 0; k < means.length; k++) {
            double[] f = draws.row(k);
            for (int i = 0; i < f.length; i++) {
                violations += f[i] * signs[i] > 0 ? 0 : 1;
                means[k] += Math.abs(f[i]) / f.length;
            }
        }
        double mean = Arrays.stream(means).average().orElse(Double.NaN);
        double variance = Arrays.stream(means)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        double effective = Double.isInfinite(atMost)
                ? Math.min(EffectiveSamples.of(means), EffectiveSamples.of(draws.column(0)))
                : atMost;
        return new ChainReport(
                problem, sampler, means.length, effective, violations, mean, Math.sqrt(variance / effective), seconds);
    }
}
